namespace Bridge.Claims;

/// <summary>The types of token that are issued (RFC 8693 §3).</summary>
public enum TokenType
{
    /// <summary>A JWT access token (RFC 9068).</summary>
    AccessToken,

    /// <summary>An ID token (OpenID Connect Core §2).</summary>
    IdToken,

    /// <summary>A JWT that is neither.</summary>
    Jwt,
}

/// <summary>How the types are written.</summary>
public static class TokenTypes
{
    private const string UrnPrefix = "urn:ietf:params:oauth:token-type:";

    private static readonly TokenType[] All = [TokenType.AccessToken, TokenType.IdToken, TokenType.Jwt];

    /// <summary>The word that configuration uses.</summary>
    public static string Word(this TokenType type) => type switch
    {
        TokenType.AccessToken => "access_token",
        TokenType.IdToken => "id_token",
        TokenType.Jwt => "jwt",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a token type"),
    };

    /// <summary>The identifier of RFC 8693 §3.</summary>
    public static string Urn(this TokenType type) => UrnPrefix + type.Word();

    /// <summary>The type that <paramref name="word"/> names, or null.</summary>
    public static TokenType? Parse(string word) => All.Where(type => type.Word() == word).Cast<TokenType?>().FirstOrDefault();

    /// <summary>The type that the identifier <paramref name="urn"/> names, or null.</summary>
    public static TokenType? ParseUrn(string urn) => urn.StartsWith(UrnPrefix, StringComparison.Ordinal) ? Parse(urn[UrnPrefix.Length..]) : null;
}
