using Microsoft.IdentityModel.Tokens;

namespace Bridge.Keys;

/// <summary>A signing key whose private part is at hand.</summary>
public sealed record SigningKey(StoredKey Stored, SigningCredentials Credentials);
