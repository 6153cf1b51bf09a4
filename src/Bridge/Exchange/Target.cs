using Bridge.Claims;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Policies;
using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>Finds the one relying party that a request names (RFC 8693 §2.1), and whether it serves such a request at all.</summary>
internal static class Target
{
    public static Outcome<RelyingParty> Find(Asked asked, JobFacts facts, ConfigurationInForce configuration)
    {
        if (!Named(asked, configuration).Is(out var party, out var refused))
            return refused;
        if (!party.Enabled)
            return new Refused(Reason.TargetDisabled, party.Id);
        if (party.Clients is { } clients && !clients.Contains(asked.Client.Id))
            return new Refused(Reason.ClientNotAccepted, party.Id, string.Join(", ", clients), asked.Client.Id);
        if (!party.Kinds.HasFlag(facts.Kind))
            return new Refused(Reason.TokenKindNotAccepted, party.Id, string.Join(", ", party.Kinds.Words()), facts.Kind.Word());
        if (asked.RequestedTokenType is { } type && !party.RequestedTokenTypes.Contains(type))
            return new Refused(Reason.RequestedTokenTypeNotAllowed, party.Id, string.Join(", ", party.RequestedTokenTypes.Select(TokenTypes.Urn)), type.Urn());
        return party;
    }

    private static Outcome<RelyingParty> Named(Asked asked, ConfigurationInForce configuration)
    {
        var audiences = asked.Audiences;
        if (audiences.IsEmpty && asked.Resources.IsEmpty)
        {
            if (asked.Client.DefaultAudience is not { } byDefault)
                return new Refused(Reason.TargetMissing, "audience");
            audiences = [byDefault];
        }

        RelyingParty? named = null;
        foreach (var audience in audiences)
        {
            if (Refused("audience", audience, configuration.FindAudience(audience), ref named) is { } refused)
                return refused;
        }

        foreach (var resource in asked.Resources)
        {
            if (Refused("resource", resource, configuration.FindResource(resource), ref named) is { } refused)
                return refused;
        }

        return named!;
    }

    private static Refused? Refused(string kind, string value, RelyingParty? party, ref RelyingParty? named)
    {
        if (party is null)
            return new Refused(Reason.TargetUnknown, kind, Actual: value);
        if (named is not null && named != party)
            return new Refused(Reason.TargetAmbiguous, "audience");
        named = party;
        return null;
    }
}
