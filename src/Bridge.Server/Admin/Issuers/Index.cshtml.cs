using System.Collections.Immutable;
using Bridge.Access;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Issuers;

/// <summary>The issuers, and how their keys stand. There are few: an instance has some GitLabs and not thousands.</summary>
[Needs(Right.Read)]
internal sealed class IndexModel(Engine engine) : AdminPage
{
    public ImmutableArray<(Issuer Issuer, KeyState Keys, int Mandatory)> Issuers { get; private set; } = [];

    public bool MayChange => HttpContext.Caller().Right >= Right.Admin;

    public async Task OnGetAsync()
    {
        var configuration = await engine.Configurations.RefreshAsync(Gone);
        Issuers = [.. configuration.Issuers.Select(issuer => (issuer, KeyState.Of(issuer, engine.IssuerKeys), configuration.MandatoryConditions(issuer).Length))];
    }
}
