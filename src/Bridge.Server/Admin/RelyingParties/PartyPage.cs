using Bridge.Access;
using Bridge.Configuration;
using Bridge.Policies;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>A page about one relying party, with its tabs. Rules and claims are written; all else of it is administered.</summary>
internal abstract class PartyPage(Engine engine) : ThingPage(engine, Section.RelyingParties)
{
    /// <summary>The relying party as it is in force.</summary>
    public RelyingParty Party { get; private set; } = null!;

    /// <summary>Whether the caller may delete it and change its settings.</summary>
    public bool MayAdminister => HttpContext.Caller().Right >= Right.Admin;

    protected override Right Changing => Right.Write;

    /// <summary>Reads the relying party; false where there is none.</summary>
    protected async Task<bool> LoadAsync(string id)
    {
        var configuration = await Engine.Configurations.RefreshAsync(Gone);
        if (!await FindAsync(id) || configuration.RelyingParties.FirstOrDefault(party => party.Id == id) is not { } party)
            return false;
        Party = party;
        return true;
    }
}
