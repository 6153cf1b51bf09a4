using System.Collections.Immutable;

namespace Bridge.Server.Admin.OpenApi;

/// <summary>
/// What the OpenAPI document says of a route beside its address and what it needs. It stands where the route is mapped; the
/// schemas are made of the very types that are written, by the serializer's own settings.
/// </summary>
internal sealed record Described(string Summary)
{
    /// <summary>Parameters of the query.</summary>
    public ImmutableArray<string> Query { get; init; } = [];

    /// <summary>The type of the body, by a schema that is known by this name (<see cref="BodySchemas"/>); null without one.</summary>
    public string? Body { get; init; }

    /// <summary>The media type of the body.</summary>
    public string BodyType { get; init; } = "application/json";

    /// <summary>Whether the version that the caller saw must be told.</summary>
    public bool Conditional { get; init; }

    /// <summary>The answers that say yes: their status, type and media type.</summary>
    public ImmutableArray<(int Status, Type? Type, string MediaType)> Yes { get; init; } = [];

    /// <summary>The statuses of answers that say no, beside those that follow from all the rest.</summary>
    public ImmutableArray<int> No { get; init; } = [];
}

/// <summary>How routes are described.</summary>
internal static class Describing
{
    private static readonly string[] Page = ["after", "limit"];

    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string summary) => route.Change(_ => new Described(summary));

    /// <summary>Parameters of the query.</summary>
    public static RouteHandlerBuilder Query(this RouteHandlerBuilder route, params string[] names) =>
        route.Change(described => described with { Query = described.Query.AddRange(names), No = described.No.Add(422) });

    /// <summary>A list in pages, with filters.</summary>
    public static RouteHandlerBuilder Paged(this RouteHandlerBuilder route, params string[] filters) => route.Query([.. filters, .. Page]);

    /// <summary>A change of one thing: with the version that the caller saw, and why.</summary>
    public static RouteHandlerBuilder Edits(this RouteHandlerBuilder route) =>
        route.Change(described => described with { Conditional = true, No = described.No.AddRange(404, 412, 422, 428) }).Query("why");

    /// <summary>A JSON body of a schema.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, string schema) =>
        route.Change(described => described with { Body = schema, No = described.No.AddRange(400, 413, 415, 422) });

    /// <summary>A body that is text.</summary>
    public static RouteHandlerBuilder TakesText(this RouteHandlerBuilder route, string mediaType) => route.Takes(BodySchemas.Text).Change(described => described with { BodyType = mediaType });

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status = 200) =>
        route.Change(described => described with { Yes = described.Yes.Add((status, typeof(T), "application/json")) });

    public static RouteHandlerBuilder AnswersText(this RouteHandlerBuilder route, string mediaType) =>
        route.Change(described => described with { Yes = described.Yes.Add((200, typeof(string), mediaType)) });

    public static RouteHandlerBuilder AnswersNothing(this RouteHandlerBuilder route) =>
        route.Change(described => described with { Yes = described.Yes.Add((204, null, "")) });

    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder route, params int[] statuses) =>
        route.Change(described => described with { No = described.No.AddRange(statuses) });

    private static RouteHandlerBuilder Change(this RouteHandlerBuilder route, Func<Described, Described> change)
    {
        route.Add(endpoint =>
        {
            var before = endpoint.Metadata.OfType<Described>().LastOrDefault();
            var after = change(before ?? new Described(""));
            if (before is not null)
                endpoint.Metadata.Remove(before);
            endpoint.Metadata.Add(after);
        });
        return route;
    }
}
