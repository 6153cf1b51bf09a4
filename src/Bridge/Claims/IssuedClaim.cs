using System.Collections.Immutable;
using System.Text.Json;

namespace Bridge.Claims;

/// <summary>A claim that a token will carry beside the protocol's own.</summary>
public sealed record IssuedClaim(string Name, IssuedValue Value);

/// <summary>The value of an <see cref="IssuedClaim"/>: a text, an array of texts, or JSON copied as the CI token held it.</summary>
public abstract record IssuedValue
{
    private IssuedValue()
    {
    }

    public sealed record Text(string Value) : IssuedValue;

    public sealed record Texts(ImmutableArray<string> Values) : IssuedValue;

    public sealed record Json(JsonElement Element) : IssuedValue;
}
