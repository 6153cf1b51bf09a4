using Bridge.Configuration;
using Bridge.Policies;
using Bridge.Server.Settings;

namespace Bridge.Server.Admin.Overview;

/// <summary>What leads from an empty Bridge to the first token, and how far it has come.</summary>
/// <param name="Issuer">Whether a GitLab is trusted and enabled.</param>
/// <param name="RelyingParty">Whether there is a service to give tokens for.</param>
/// <param name="Rule">The relying party that lets some job in; null while there is none.</param>
/// <param name="Exchanged">Whether a token was ever given.</param>
/// <param name="Job">The job to paste, filled with what there is so far.</param>
internal sealed record FirstSteps(bool Issuer, bool RelyingParty, RelyingParty? Rule, bool Exchanged, string Job)
{
    public bool Done => Exchanged;

    public static FirstSteps Of(ConfigurationInForce configuration, IssuerUrl url, bool exchanged)
    {
        var enabled = configuration.RelyingParties.Where(party => party.Enabled).ToList();
        var open = enabled.FirstOrDefault(party => party.Rules.Any(rule => rule is { Effect: RuleEffect.Allow, Shadow: false }));
        return new(configuration.Issuers.Any(issuer => issuer.Enabled), enabled.Count > 0, open, exchanged, JobOf(configuration, url, (open ?? enabled.FirstOrDefault())?.Audience));
    }

    // The aud is what the issuer expects, which is Bridge's own address unless it says otherwise.
    private static string JobOf(ConfigurationInForce configuration, IssuerUrl url, string? audience) => $$"""
        first-exchange:
          id_tokens:
            BRIDGE_ID_TOKEN:
              aud: {{configuration.Issuers.FirstOrDefault(issuer => issuer.Enabled)?.Audiences.FirstOrDefault() ?? url.Text}}
          script:
            - |
              printf '%s' "$BRIDGE_ID_TOKEN" | curl --silent --show-error --fail-with-body --output token.json \
                --url {{url.TokenEndpoint}} \
                --data-urlencode grant_type=urn:ietf:params:oauth:grant-type:token-exchange \
                --data-urlencode subject_token_type=urn:ietf:params:oauth:token-type:id_token \
                --data-urlencode subject_token@- \
                --data-urlencode audience={{audience ?? "https://deploy.example.com"}} || { cat token.json; exit 1; }
            - echo "Bridge gave a token."
        """;
}
