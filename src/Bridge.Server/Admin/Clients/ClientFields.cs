using System.Collections.Immutable;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Clients;

/// <summary>The form of a client.</summary>
internal static class ClientFields
{
    public static async Task<ImmutableArray<FormGroup>> GroupsAsync(Engine engine, CancellationToken ct)
    {
        var parties = (await engine.Configurations.RefreshAsync(ct)).RelyingParties.Select(party => (party.Audience, $"{party.Audience} ({party.Id})"));
        return
        [
            new("Client",
            [
                new("enabled", "Enabled", FieldKind.Flag, "A client that is not is refused from the next request on.") { Otherwise = true },
                new("default_audience", "Default audience", FieldKind.Choice, "What a request without audience and resource means.") { Options = [("", "None: a request must name one"), .. parties] },
            ]),
        ];
    }
}
