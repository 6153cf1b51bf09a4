using Bridge.Configuration;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Stores;

namespace Bridge.IdentityServer.Host;

/// <summary>
/// The relying parties of Bridge's configuration as API resources, named by their audience. No scope belongs to one: two
/// relying parties may give a scope of one name, and the request names its audience itself.
/// </summary>
internal sealed class ConfiguredResources(Configured configured) : IResourceStore
{
#if IDENTITYSERVER8
    public Task<IReadOnlyCollection<IdentityResource>> FindIdentityResourcesByScopeNameAsync(IEnumerable<string> scopeNames, CancellationToken ct) =>
        Task.FromResult<IReadOnlyCollection<IdentityResource>>([.. Identity(scopeNames)]);

    public async Task<IReadOnlyCollection<ApiScope>> FindApiScopesByNameAsync(IEnumerable<string> scopeNames, CancellationToken ct) =>
        [.. Scopes(await configured.InForceAsync(ct)).Where(scope => scopeNames.Contains(scope.Name))];

    public Task<IReadOnlyCollection<ApiResource>> FindApiResourcesByScopeNameAsync(IEnumerable<string> scopeNames, CancellationToken ct) =>
        Task.FromResult<IReadOnlyCollection<ApiResource>>([]);

    public async Task<IReadOnlyCollection<ApiResource>> FindApiResourcesByNameAsync(IEnumerable<string> apiResourceNames, CancellationToken ct) =>
        [.. Parties(await configured.InForceAsync(ct)).Where(resource => apiResourceNames.Contains(resource.Name))];

    public async Task<Resources> GetAllResourcesAsync(CancellationToken ct)
    {
        var configuration = await configured.InForceAsync(ct);
#else
    public Task<IEnumerable<IdentityResource>> FindIdentityResourcesByScopeNameAsync(IEnumerable<string> scopeNames) =>
        Task.FromResult(Identity(scopeNames));

    public async Task<IEnumerable<ApiScope>> FindApiScopesByNameAsync(IEnumerable<string> scopeNames) =>
        Scopes(await configured.InForceAsync(CancellationToken.None)).Where(scope => scopeNames.Contains(scope.Name));

    public Task<IEnumerable<ApiResource>> FindApiResourcesByScopeNameAsync(IEnumerable<string> scopeNames) =>
        Task.FromResult<IEnumerable<ApiResource>>([]);

    public async Task<IEnumerable<ApiResource>> FindApiResourcesByNameAsync(IEnumerable<string> apiResourceNames) =>
        Parties(await configured.InForceAsync(CancellationToken.None)).Where(resource => apiResourceNames.Contains(resource.Name));

    public async Task<Resources> GetAllResourcesAsync()
    {
        var configuration = await configured.InForceAsync(CancellationToken.None);
#endif
        return new Resources([new IdentityResources.OpenId()], Parties(configuration), Scopes(configuration));
    }

    private static IEnumerable<IdentityResource> Identity(IEnumerable<string> names) =>
        new IdentityResource[] { new IdentityResources.OpenId() }.Where(resource => names.Contains(resource.Name));

    private static IEnumerable<ApiScope> Scopes(ConfigurationInForce configuration) => Configured.Scopes(configuration).Select(scope => new ApiScope(scope));

    private static IEnumerable<ApiResource> Parties(ConfigurationInForce configuration) => configuration.RelyingParties.Select(party => new ApiResource(party.Audience));
}
