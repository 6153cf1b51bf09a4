using System.Security.Claims;
using System.Text.Json;
using Bridge.Claims;
using Bridge.Records;
using Duende.IdentityServer;

namespace Bridge.IdentityServer;

/// <summary>
/// The claims of an admission on their way through IdentityServer. They bear a mark, so that the profile service issues
/// these and no others, and none that came into a subject in another way.
/// </summary>
internal static class AdmittedClaims
{
    /// <summary>The id of the record. IdentityServer chooses the <c>jti</c> itself, so the token is traced by this.</summary>
    public const string ExchangeId = "bridge_exchange_id";

    private const string Mark = "https://bridge.invalid/admitted";

    public static IEnumerable<Claim> Of(Admission admission) => ReservedClaims.Provenance
        .Select(name => Text(name, admission.Job.Facts.Claims.Text(name)!))
        .Concat(admission.Grant.Claims.Select(Of))
        .Append(Text(ExchangeId, admission.ExchangeId.ToString()));

    public static IEnumerable<Claim> In(ClaimsPrincipal subject) => subject.Claims.Where(claim => claim.Issuer == Mark);

    private static Claim Of(IssuedClaim claim) => claim.Value switch
    {
        IssuedValue.Text text => Text(claim.Name, text.Value),
        // As JSON, so that an array of one stays an array and a number a number.
        IssuedValue.Texts texts => Json(claim.Name, JsonSerializer.Serialize(texts.Values)),
        IssuedValue.Json json => Json(claim.Name, json.Element.GetRawText()),
        _ => throw new InvalidOperationException($"no such value: {claim.Value.GetType().Name}"),
    };

    private static Claim Text(string name, string value) => new(name, value, ClaimValueTypes.String, Mark);

    private static Claim Json(string name, string value) => new(name, value, IdentityServerConstants.ClaimValueTypes.Json, Mark);
}
