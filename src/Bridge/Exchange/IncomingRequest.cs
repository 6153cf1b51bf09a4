using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>A POST to the token endpoint, as the host read it; nothing in it is checked.</summary>
/// <param name="Form">All parameters in their order, repeated ones too.</param>
/// <param name="Authorization">The Authorization header, or null.</param>
/// <param name="Address">The caller's network address, for the record.</param>
/// <param name="Unreadable">Why the body could not be read as a form of bounded size; then <paramref name="Form"/> is empty.</param>
public sealed record IncomingRequest(
    IReadOnlyList<KeyValuePair<string, string>> Form, string? Authorization, string Address, Refused? Unreadable = null)
{
    /// <summary>Neither the form nor the credential, wherever this is written.</summary>
    public override string ToString() => nameof(IncomingRequest);
}
