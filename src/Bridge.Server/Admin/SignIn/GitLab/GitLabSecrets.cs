using Bridge.Server.Settings;

namespace Bridge.Server.Admin.SignIn.GitLab;

/// <summary>
/// The secrets of Bridge's OAuth applications at GitLab. They are files that the settings name: the configuration is exported and read by
/// auditors, and whoever may change it must not be able to name a file of this machine and have it sent somewhere.
/// </summary>
internal sealed class GitLabSecrets(BridgeSettings settings)
{
    /// <summary>The secret of an issuer's application, as it is in its file now; null for an application without one.</summary>
    public string? Of(string issuer)
    {
        if (!settings.Pages.GitLabSecretFiles.TryGetValue(issuer, out var file))
            return null;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GitLabUnavailableException($"The file of the client secret for {issuer} cannot be read", e);
        }
    }
}
