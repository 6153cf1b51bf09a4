namespace Bridge.Server.Admin.SignIn.GitLab;

/// <summary>GitLab no longer takes the person's token: it expired, or was revoked.</summary>
public sealed class GitLabSignedOutException() : Exception("GitLab no longer takes this token");
