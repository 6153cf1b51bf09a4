namespace Bridge.GitLab;

/// <summary>
/// Claims that pass every check of a CI token but its signature. They prove nothing by themselves: only with a signature that
/// holds they make a <see cref="GitLabJob"/>.
/// </summary>
internal sealed record CheckedClaims(JobFacts Facts, string TokenId, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);
