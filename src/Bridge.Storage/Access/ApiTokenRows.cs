using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Storage.Model;

namespace Bridge.Storage.Access;

/// <summary>API tokens to rows and back.</summary>
internal static class ApiTokenRows
{
    public static ApiTokenRow Of(ApiToken token, ImmutableArray<byte> hash)
    {
        var (issuer, project, group) = token.Reach switch
        {
            Reach.Project bound => (bound.Issuer, bound.Id, ""),
            Reach.Group bound => (bound.Issuer, "", bound.Path),
            { IsBound: false } => ("", "", ""),
            var other => throw new ArgumentOutOfRangeException(nameof(token), other, "no token can have such a reach"),
        };
        return new ApiTokenRow
        {
            Id = token.Id,
            Name = StoredText.Shown(token.Name)!,
            Hash = [.. hash],
            Right = token.Right,
            Issuer = issuer,
            ProjectId = project,
            GroupPath = group,
            Author = StoredText.Shown(token.Author)!,
            CreatedAt = token.CreatedAt,
            ExpiresAt = token.ExpiresAt,
            LastUsedAt = token.LastUsedAt,
            RevokedAt = token.RevokedAt,
        };
    }

    public static ApiToken Read(ApiTokenRow row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Right = row.Right,
        Reach = row switch
        {
            { ProjectId.Length: > 0 } => new Reach.Project(row.Issuer, row.ProjectId),
            { GroupPath.Length: > 0 } => new Reach.Group(row.Issuer, row.GroupPath),
            { Issuer.Length: 0 } => Reach.Everything,
            _ => throw new InvalidOperationException($"The reach of the API token {row.Id} cannot be read."),
        },
        Author = row.Author,
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        LastUsedAt = row.LastUsedAt,
        RevokedAt = row.RevokedAt,
    };
}
