namespace Bridge.GitLab.KeySets;

/// <summary>No usable key set of an issuer can be had: an outage, answered 503, not a refusal.</summary>
public sealed class KeysUnavailableException(string issuer, Exception? inner)
    : Exception($"No usable key set of the issuer {issuer} can be had.", inner)
{
    public string Issuer { get; } = issuer;
}
