using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Bridge.Server.Admin.SignIn.GitLab;

/// <summary>People's access tokens of GitLab: encrypted in the row of their session, and nowhere else.</summary>
internal sealed class GitLabTokens(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("Bridge.GitLabToken");

    public string Protect(string token) => protector.Protect(token);

    public string? Unprotect(string? token)
    {
        try
        {
            return token is null ? null : protector.Unprotect(token);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
