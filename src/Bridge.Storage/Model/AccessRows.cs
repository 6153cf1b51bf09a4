using Bridge.Access;

namespace Bridge.Storage.Model;

/// <summary>An API token. What is no part of its reach is empty.</summary>
public sealed class ApiTokenRow
{
    public required Guid Id { get; set; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of the token; the token itself is nowhere.</summary>
    public required byte[] Hash { get; set; }

    public Right Right { get; set; }

    /// <summary>The issuer of the project or group that it is bound to.</summary>
    public required string Issuer { get; set; }

    public required string ProjectId { get; set; }

    public required string GroupPath { get; set; }

    public required string Author { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
