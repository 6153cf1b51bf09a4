using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Hosting;
using Bridge.Subjects;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Subjects;

/// <summary>Makes a template; it begins with what counts there now.</summary>
[Needs(Right.Write, Over.Own)]
internal sealed class NewModel(Engine engine) : TemplatePage(engine)
{
    private const int LongestId = 64;

    public override bool Exists => false;

    public async Task<IActionResult> OnGetAsync()
    {
        Form = TemplateForm.Read(Request.Query);
        if (Form is { Level: > TemplateLevel.Instance, Issuer: null } && SeesAll)
            Form = Form with { Issuer = (await Engine.Configurations.CurrentAsync(Gone)).Issuers.FirstOrDefault()?.Id };
        if (!await SeesAsync())
            return NotFound();
        if (Form.Components.IsEmpty)
            Form = Form with { Components = await NowAsync() };
        return await ShowAsync();
    }

    public Task<IActionResult> OnPostAsync()
    {
        Form = TemplateForm.Read(Request.Form);
        if (Form.Id.Length == 0)
            Form = Form with { Id = Suggested };
        return PostAsync();
    }

    /// <summary>The id that it gets where nobody types another one.</summary>
    public string Suggested
    {
        get
        {
            var parts = new[] { Form.Level == TemplateLevel.Instance ? "instance" : Form.Issuer, Form.Group?.Replace('/', '-'), Form.ProjectId, Form.RelyingParty }.Where(part => part is not null);
            var word = string.Concat(string.Join('-', parts).ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-')).TrimStart('.', '_', '-');
            return word[..Math.Min(word.Length, LongestId)];
        }
    }

    private async Task<ImmutableArray<SubComponent>> NowAsync()
    {
        var configuration = await Engine.Configurations.CurrentAsync(Gone);
        var (issuer, project) = (Form.Issuer ?? "", Form.ProjectId ?? "");
        var stored = project.Length > 0 ? await Engine.Database.Configuration.FindProjectAsync(new ProjectQuery(issuer, project, "", null, null), Gone) : Bridge.Projects.ProjectView.Unseen;
        var now = EffectiveTemplate.Of(issuer, project, Form.Group ?? ProjectPaths.Parent(stored.Pin?.Path ?? ""), Form.RelyingParty ?? "", scope =>
            scope.Level == TemplateLevel.Project ? stored.Templates.FirstOrDefault(template => TemplateScope.Of(template) == scope) : configuration.FindTemplate(scope));
        return now.AsItCame ? SubTemplate.Default.Components : now.Components;
    }
}
