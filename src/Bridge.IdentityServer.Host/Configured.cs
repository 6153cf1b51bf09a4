using Bridge.Configuration;

namespace Bridge.IdentityServer.Host;

/// <summary>The configuration in force, for the stores that IdentityServer asks before Bridge decides under the newest revision.</summary>
internal sealed class Configured(ConfigurationCache configurations)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    public ValueTask<ConfigurationInForce> InForceAsync(CancellationToken ct) => configurations.NoOlderThanAsync(Age, ct);

    public static IEnumerable<string> Scopes(ConfigurationInForce configuration) => configuration.RelyingParties.SelectMany(party => party.Scopes).Distinct(StringComparer.Ordinal);
}
