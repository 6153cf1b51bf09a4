using Bridge.Configuration;
using Bridge.Exchange;
using Duende.IdentityServer;
using Duende.IdentityServer.Stores;
using Client = Duende.IdentityServer.Models.Client;
using Secret = Duende.IdentityServer.Models.Secret;

namespace Bridge.IdentityServer.Host;

/// <summary>
/// The clients of Bridge's configuration. All CI jobs are one of them, <c>gitlab-ci</c>: the licence counts clients. Secrets
/// are kept as SHA-256 by both, so each keeps the secret that it has.
/// </summary>
internal sealed class ConfiguredClients(Configured configured) : IClientStore
{
#if IDENTITYSERVER8
    public async Task<Client?> FindClientByIdAsync(string clientId, CancellationToken ct) => Of(await configured.InForceAsync(ct), clientId);

    public async IAsyncEnumerable<Client> GetAllClientsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var configuration = await configured.InForceAsync(ct);
        foreach (var client in configuration.Clients)
            yield return Of(configuration, client.Id)!;
    }
#else
    public async Task<Client?> FindClientByIdAsync(string clientId) => Of(await configured.InForceAsync(CancellationToken.None), clientId);
#endif

    private static Client? Of(ConfigurationInForce configuration, string id) => configuration.FindClient(id) is not { } client ? null : new Client
    {
        ClientId = client.Id,
        Enabled = client.Enabled,
        RequireClientSecret = !client.Public,
        ClientSecrets = [.. client.SecretHashes.Select(hash => new Secret(Convert.ToBase64String(hash.AsSpan())))],
        AllowedGrantTypes = [TokenRequest.GrantType],
        AllowedScopes = [IdentityServerConstants.StandardScopes.OpenId, .. Configured.Scopes(configuration)],
    };
}
