namespace Bridge.Configuration.Linting;

/// <summary>Two projects of an issuer that can have one subject after each other, for one relying party.</summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="First">The one project.</param>
/// <param name="Second">The other.</param>
/// <param name="Group">The group in which both have the same path.</param>
/// <param name="RelyingParty">The relying party that both can reach.</param>
/// <param name="Shape">What the common subject names.</param>
internal sealed record Collision(string Issuer, string First, string Second, string Group, string RelyingParty, Shape Shape);
