using Bridge.Policies;
using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>When an issued token ends.</summary>
internal static class Lifetime
{
    /// <summary>
    /// The least of what the rule, the relying party and the settings allow and of what is left of the CI token, unless the
    /// relying party says otherwise; in whole seconds.
    /// </summary>
    public static Outcome<DateTimeOffset> End(Asked asked, RelyingParty party, Rule rule, TimeSpan ceiling)
    {
        var now = WholeSeconds(asked.Now);
        var end = now + Least(rule.Lifetime ?? party.Lifetime, party.Lifetime, ceiling, ExchangeSettings.HardCeiling);
        if (!party.OutliveSubjectToken && asked.ExpiresAt < end)
            end = asked.ExpiresAt;
        end = WholeSeconds(end);
        return end - now >= RelyingParty.ShortestLifetime
            ? end
            : new Refused(Reason.LifetimeTooShort, "exp", Seconds(RelyingParty.ShortestLifetime), Seconds(end - now));
    }

    private static TimeSpan Least(params ReadOnlySpan<TimeSpan> spans)
    {
        var least = spans[0];
        foreach (var span in spans)
            least = span < least ? span : least;
        return least;
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private static string Seconds(TimeSpan span) => Math.Max(0, (long)span.TotalSeconds).ToString();
}
