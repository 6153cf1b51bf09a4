using Bridge.GitLab;

namespace Bridge.Configuration.Compiling;

/// <summary>The names that conditions and mappings may read without a doubt.</summary>
internal static class ClaimNames
{
    private static readonly string[] Registered = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

    /// <summary>Whether it is a derived fact, a registered claim, or a claim that GitLab documents.</summary>
    public static bool IsKnown(string name) => GitLabClaims.Find(name) is not null || JobFacts.Derived.Contains(name) || Registered.Contains(name);
}
