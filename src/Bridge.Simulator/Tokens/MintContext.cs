namespace Bridge.Simulator.Tokens;

/// <summary>What every token of an instance takes from it at one moment.</summary>
internal sealed record MintContext(string Url, string Issuer, long Now)
{
    /// <summary>Host, port and relative root without the scheme, as in <c>ci_config_ref_uri</c>.</summary>
    public string UrlWithoutScheme => Url[(Url.IndexOf("://", StringComparison.Ordinal) + 3)..];

    public string Host => new Uri(Url).Host;
}
