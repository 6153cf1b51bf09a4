namespace Bridge.GitLab;

/// <summary>A CI job, shown by a token that passed every check of the token itself. Only <see cref="JobCheck"/> makes one.</summary>
public sealed class GitLabJob
{
    internal GitLabJob(CheckedClaims claims) => (Facts, TokenId, IssuedAt, ExpiresAt) = (claims.Facts, claims.TokenId, claims.IssuedAt, claims.ExpiresAt);

    public JobFacts Facts { get; }

    /// <summary>Its <c>jti</c>.</summary>
    public string TokenId { get; }

    public DateTimeOffset IssuedAt { get; }

    public DateTimeOffset ExpiresAt { get; }
}
