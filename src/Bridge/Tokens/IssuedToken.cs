using System.Collections.Immutable;
using Bridge.Claims;

namespace Bridge.Tokens;

/// <summary>A signed token and what the answer says beside it (RFC 8693 §2.2.1).</summary>
/// <param name="Text">The compact JWS. It is written to the answer and nowhere else.</param>
/// <param name="Type">Its type, <c>issued_token_type</c>.</param>
/// <param name="ExpiresIn">Its lifetime, in seconds in the answer.</param>
/// <param name="Scopes">The scopes that it carries.</param>
public sealed record IssuedToken(string Text, TokenType Type, TimeSpan ExpiresIn, ImmutableArray<string> Scopes)
{
    /// <summary>Not the token, wherever this is written.</summary>
    public override string ToString() => nameof(IssuedToken);
}
