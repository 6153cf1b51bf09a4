using System.Text.Json.Nodes;
using Bridge.DryRuns;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.DryRuns;

/// <summary>
/// What was recorded, decided again under the same configuration, comes to the same. Every exchange of the attack tests is held
/// to that, so that dry runs can never part from exchanges unseen.
/// </summary>
internal static class Agreement
{
    public static async Task AssertAsync(BridgeServer bridge, ExchangeRecord record, JsonObject? issued, CancellationToken ct)
    {
        var past = await bridge.Engine.Database.PastExchanges.FindAsync(record.Id, ct);
        Assert.NotNull(past);
        var (comparison, why) = await bridge.Engine.DryRun.ExplainAsync(past, null, ct);
        var all = await bridge.Engine.DryRun.ExplainAllAsync([past], null, ct);
        Assert.Equal((comparison?.InForce.Refused?.Reason, comparison?.InForce.Claims), (all.SingleOrDefault().Comparison?.InForce.Refused?.Reason, all.SingleOrDefault().Comparison?.InForce.Claims));
        if (comparison is null)
        {
            Assert.Equal(record.Claims is null ? UndecidableReason.NotVerified : UndecidableReason.ClaimNotKept, why!.Reason);
            Assert.True(record.Claims is null || !record.ClaimsLeftOut.IsEmpty || RecordedClaims.IsPersonal(why.Claim!), why.ToString());
            return;
        }

        var again = comparison.InForce;
        Assert.Equal(record.Reason, again.Refused is { } refused ? RefusalTable.Of(refused.Reason).Code : null);
        Assert.Equal((record.RelyingParty, record.RelyingPartyVersion), (again.Trail.RelyingParty?.Id, again.Trail.RelyingParty?.Version));
        Assert.Equal(record.Rule, again.Trail.Rules?.Rule?.Id);
        Assert.Equal((record.Template, record.TemplateVersion), (again.Trail.Template?.Id, again.Trail.Template?.Version));
        Assert.Equal(record.Subject, again.Trail.Subject);
        if (issued is not null)
            Assert.Equal(Comparable(issued), Comparable(JsonNode.Parse(again.Claims!)!.AsObject()));
    }

    private static string Comparable(JsonObject claims)
    {
        var compared = claims.DeepClone().AsObject();
        compared.Remove("jti");
        return compared.ToJsonString();
    }
}
