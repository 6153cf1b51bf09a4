using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Clients;

/// <summary>One client: what it is, and its secrets. The public client is there also where nothing is written of it.</summary>
[Needs(Right.Read)]
internal sealed class ClientModel(Engine engine) : ThingPage(engine, Section.Clients)
{
    /// <summary>Carries a new secret over the redirect, once and encrypted.</summary>
    public const string SecretKey = "client-secret";

    public string Id { get; private set; } = "";

    public bool IsPublic => Id == Client.DefaultId;

    public DefinitionForm Form { get; private set; } = null!;

    /// <summary>The hashes of the secrets that are good.</summary>
    public ImmutableArray<string> Secrets => Stored is null ? [] : ClientSecret.HashesOf(Stored.Value);

    public bool MayAddSecret => MayChange && !IsPublic && Secrets.Length < ClientSecret.Most;

    public string? NewSecret { get; private set; }

    /// <summary>The relying parties that this client alone, or with others, may ask for.</summary>
    public ImmutableArray<string> Parties { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await LoadAsync(id))
            return NotFound();
        NewSecret = TempData[SecretKey] as string;
        Form = DefinitionForm.Of(await ClientFields.GroupsAsync(Engine, Gone), Stored?.Value ?? new Node.Map([], 0));
        Version = Stored?.Version ?? 0;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await LoadAsync(id))
            return NotFound();
        Form = DefinitionForm.Sent(await ClientFields.GroupsAsync(Engine, Gone), Request.Form);
        if (await SaveAsync(id, Form.Read(Stored?.Value ?? NodeParts.Map([("id", NodeParts.Text(id))])), Form.FieldOf) is null)
            return Page();
        Tell($"{id} is saved.");
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostSecretAsync(string id)
    {
        if (!await LoadAsync(id) || Stored is null)
            return NotFound();
        var (secret, hash) = ClientSecret.Make();
        if (Secrets.Length >= ClientSecret.Most)
        {
            Fail("It has two secrets already: end the old one first.");
            return RedirectToPage(new { id });
        }

        var there = Url.Page("/Clients/Client", new { id })!;
        var answer = await ConfirmedAsync(id, ClientSecret.With(Stored.Value, Secrets.Add(hash)), "The secret is made. The old one stays good until you end it.", there, there);
        if (ModelState.IsValid && Conflict is null)
            TempData[SecretKey] = secret;
        return answer;
    }

    private async Task<bool> LoadAsync(string id)
    {
        Id = id;
        var parties = (await Engine.Configurations.RefreshAsync(Gone)).RelyingParties;
        Parties = [.. parties.Where(party => party.Clients?.Contains(id) == true).Select(party => party.Id)];
        return await FindAsync(id) || IsPublic;
    }
}
