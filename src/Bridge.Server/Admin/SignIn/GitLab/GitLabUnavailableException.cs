namespace Bridge.Server.Admin.SignIn.GitLab;

/// <summary>GitLab does not answer, or not as GitLab.</summary>
public sealed class GitLabUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
