using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Conditions;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Issuers;

/// <summary>One issuer: how its keys stand, and what it accepts.</summary>
[Needs(Right.Read)]
internal sealed class IssuerModel(Engine engine, PagesAddress address) : ThingPage(engine, Section.Issuers)
{
    public Issuer Issuer { get; private set; } = null!;

    public KeyState Keys { get; private set; } = null!;

    public ImmutableArray<ConditionRow> Mandatory { get; private set; } = [];

    /// <summary>Where GitLab sends people back to who sign in with it.</summary>
    public string Callback => $"{address.Of(Request)}/sign-in/{Issuer.Id}/callback";

    /// <summary>Whether the settings name the file of the application's secret.</summary>
    public bool HasSecret => Engine.Settings.Pages.GitLabSecretFiles.ContainsKey(Issuer.Id);

    public async Task<IActionResult> OnGetAsync(string id)
    {
        var configuration = await Engine.Configurations.RefreshAsync(Gone);
        if (!await FindAsync(id) || configuration.Issuers.FirstOrDefault(issuer => issuer.Id == id) is not { } found)
            return NotFound();
        Issuer = found;
        Keys = KeyState.Of(found, Engine.IssuerKeys);
        Mandatory = ConditionRow.Of(Stored!.Value.At("mandatory"));
        return Page();
    }
}
