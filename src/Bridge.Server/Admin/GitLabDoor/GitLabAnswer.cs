using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Server.Protocol;

namespace Bridge.Server.Admin.GitLabDoor;

/// <summary>An answer of the door that says no, in the shapes that GitLab's API has for it.</summary>
internal sealed record GitLabAnswer : IResult
{
    public static readonly GitLabAnswer NotFound = Message(404, "404 Project Not Found");

    private readonly int status;
    private readonly Action<Utf8JsonWriter> write;

    private GitLabAnswer(int status, Action<Utf8JsonWriter> write) => (this.status, this.write) = (status, write);

    public TimeSpan? RetryAfter { get; init; }

    /// <summary><c>{"message": "…"}</c>, of what has a status of its own.</summary>
    public static GitLabAnswer Message(int status, string message) => new(status, writer => writer.WriteString("message", message));

    /// <summary><c>{"error": "…"}</c>, of a parameter that GitLab's API would not take.</summary>
    public static GitLabAnswer Error(int status, string error) => new(status, writer => writer.WriteString("error", error));

    /// <summary><c>{"message": {"attribute": ["…"]}}</c>, of a value that GitLab's model would not take.</summary>
    public static GitLabAnswer Attribute(string attribute, ImmutableArray<string> mistakes) => new(StatusCodes.Status400BadRequest, writer =>
    {
        writer.WriteStartObject("message");
        writer.WriteStartArray(attribute);
        foreach (var mistake in mistakes)
            writer.WriteStringValue(mistake);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        if (RetryAfter is { } wait)
            httpContext.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString();
        return JsonAnswer.WriteAsync(httpContext.Response, write);
    }
}
