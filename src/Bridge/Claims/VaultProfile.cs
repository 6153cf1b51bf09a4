using System.Collections.Immutable;
using System.Text.Json;
using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Claims;

/// <summary>
/// HashiCorp Vault's or OpenBao's JWT auth method ("JWT/OIDC auth method (API)"). A role's <c>groups_claim</c> fails a login
/// whose token lacks it, so <c>groups</c> is always there, and always an array of texts. A role's <c>claim_mappings</c>
/// fails a login whose claim is no text, so scalars become texts and what is neither a scalar nor an array of texts is refused.
/// </summary>
public sealed class VaultProfile : Profile
{
    private const string Groups = "groups";

    public override string Name => "vault";

    public override Outcome<ImmutableArray<IssuedClaim>> Shape(ImmutableArray<IssuedClaim> mapped, JobFacts facts, string subject, ProfileSettings settings)
    {
        if (!Names(mapped, Groups).Is(out var groups, out var refused))
            return refused;
        var shaped = ImmutableArray.CreateBuilder<IssuedClaim>(mapped.Length + 1);
        foreach (var claim in mapped.Where(claim => claim.Name != Groups))
        {
            if (Plain(claim.Value) is not { } value)
                return new Refused(Reason.MappedClaimInvalid, claim.Name, "a scalar or an array of texts");
            shaped.Add(claim with { Value = value });
        }

        shaped.Add(new IssuedClaim(Groups, new IssuedValue.Texts(groups)));
        return shaped.ToImmutable();
    }

    protected override bool Owns(string claim) => claim == Groups;

    private static IssuedValue? Plain(IssuedValue value) => value switch
    {
        IssuedValue.Json { Element: { ValueKind: JsonValueKind.Array } array } => array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) ? value : null,
        IssuedValue.Json json => ClaimSet.ScalarText(json.Element) is { } text ? new IssuedValue.Text(text) : null,
        _ => value,
    };
}
