using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Configuration;
using Bridge.Server.Protocol;

namespace Bridge.Server.Admin.Problems;

/// <summary>An answer that says no (RFC 9457).</summary>
/// <param name="Kind">What is wrong, by kind.</param>
/// <param name="Detail">What is wrong this time, or null.</param>
internal sealed record Problem(ProblemKind Kind, string? Detail = null) : IResult
{
    private static readonly TimeSpan OutageRetry = TimeSpan.FromSeconds(5);

    /// <summary>All mistakes of what was sent.</summary>
    public ImmutableArray<Mistake> Errors { get; init; } = [];

    /// <summary>After how long it is worth trying again.</summary>
    public TimeSpan? RetryAfter { get; init; } = Kind == ProblemKind.Unavailable ? OutageRetry : null;

    /// <summary>What the log knows an unexpected error by.</summary>
    public Guid? ErrorId { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Kind.Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString();
        return JsonAnswer.WriteAsync(response, this, static (problem, writer) => problem.Write(writer));
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", Kind.Type);
        writer.WriteString("title", Kind.Title);
        writer.WriteNumber("status", Kind.Status);
        if (Detail is not null)
            writer.WriteString("detail", Detail);
        if (ErrorId is { } id)
            writer.WriteString("error_id", id);
        if (Errors.IsEmpty)
            return;
        writer.WriteStartArray("errors");
        foreach (var error in Errors)
        {
            writer.WriteStartObject();
            writer.WriteString("path", error.Path);
            writer.WriteString("message", error.Message);
            if (error.Line > 0)
                writer.WriteNumber("line", error.Line);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
