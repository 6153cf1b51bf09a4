using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Admin.RelyingParties;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Mappings;

/// <summary>A page with the form of one default claim, and a preview of what a relying party's token would carry.</summary>
internal abstract class MappingPage(Engine engine) : ThingPage(engine, Section.Mappings)
{
    /// <summary>What the form's fields begin with.</summary>
    public const string Fields = "mapping";

    private const int MostParties = 200;

    protected override Right Changing => Right.Write;

    public abstract bool IsNew { get; }

    public MappingRow Row { get; protected set; } = MappingRow.Empty;

    /// <summary>The relying parties that a preview can be for.</summary>
    public ImmutableArray<string> Parties { get; private set; } = [];

    /// <summary>The one that it is for.</summary>
    public string? Party { get; private set; }

    /// <summary>Null where there is no relying party.</summary>
    public TokenPreview? Preview { get; private set; }

    /// <summary>The mapping as it was sent; one that says what is stored stays as it was written.</summary>
    protected Node.Map Take(string id)
    {
        Row = (MappingRow.Sent(Request.Form, Fields) is [var sent, ..] ? sent : MappingRow.Empty) with { Target = id };
        return Stored is { } stored && MappingRow.Of(id, stored.Value) == Row
            ? stored.Value
            : NodeParts.Map([("id", NodeParts.Text(id)), .. Row.Write().Members.Select(member => (member.Name, (Node?)member.Value))]);
    }

    protected async Task<IActionResult> ShowAsync(Node.Map? changed, string? party, Guid? job)
    {
        await LookAsync(changed, party, job);
        return Page();
    }

    protected async Task<IActionResult> PreviewAsync(Node.Map? changed, string? party, Guid? job)
    {
        await LookAsync(changed, party, job);
        return Partial("/Admin/Mappings/_Preview.cshtml", this);
    }

    protected static string FieldOf(string path) => path switch
    {
        "" or "id" => $"{Fields}.target",
        "constant" or "with" => $"{Fields}.text",
        "missing" => $"{Fields}.missing",
        _ => $"{Fields}.from",
    };

    private async Task LookAsync(Node.Map? changed, string? party, Guid? job)
    {
        var parties = (await Engine.Configurations.RefreshAsync(Gone)).RelyingParties;
        Parties = [.. parties.Take(MostParties).Select(one => one.Id)];
        if ((parties.FirstOrDefault(one => one.Id == party) ?? parties.FirstOrDefault()) is not { } chosen)
            return;
        Party = chosen.Id;
        Preview = await TokenPreview.MakeAsync(Engine, chosen, changed is null || (Stored is { } stored && changed.SameAs(stored.Value)) ? null : (Section.Mappings, changed), job, Gone);
    }
}
