using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>Which check gives a reason. A record keeps the reason alone; with this its way through the checks can be told.</summary>
public static class RefusedAt
{
    /// <summary>The check; null for what no check gives.</summary>
    public static Check? Of(Reason reason) => reason switch
    {
        Reason.NotAForm or Reason.RequestTooLarge or Reason.ParameterMissing or Reason.ParameterRepeated or Reason.ParameterInvalid or Reason.GrantTypeUnsupported
            or Reason.SubjectTokenTypeUnsupported or Reason.ActorTokenUnsupported or Reason.RequestedTokenTypeUnsupported or Reason.ScopeMalformed => Check.Form,
        Reason.ClientAuthenticationAmbiguous or Reason.ClientInvalid => Check.Client,
        Reason.SubjectTokenTooLarge or Reason.SubjectTokenMalformed or Reason.IssuerUnknown or Reason.IssuerDisabled or Reason.AlgorithmNotAllowed or Reason.HeaderNotAllowed
            or Reason.KeyUnknown or Reason.SignatureInvalid => Check.Signature,
        Reason.IssuerLimitReached => Check.IssuerLimiter,
        Reason.TokenKindNotTrusted or Reason.TokenKindEnded or Reason.SubjectTokenExpired or Reason.SubjectTokenNotYetValid or Reason.SubjectTokenTooOld or Reason.AudienceWrong
            or Reason.AudienceNotAlone or Reason.ClaimMissing or Reason.ClaimInvalid => Check.Claims,
        Reason.MandatoryConditionFailed => Check.MandatoryConditions,
        Reason.TargetMissing or Reason.TargetUnknown or Reason.TargetDisabled or Reason.TargetMalformed or Reason.TargetAmbiguous or Reason.ClientNotAccepted
            or Reason.TokenKindNotAccepted or Reason.RequestedTokenTypeNotAllowed => Check.RelyingParty,
        Reason.ProjectRecycled or Reason.ProjectTransferred or Reason.ProjectUnconfirmed => Check.Project,
        Reason.RuleDenied or Reason.ForkNotAllowed or Reason.ForkAssumed or Reason.NoRuleMatched => Check.Rules,
        Reason.ScopeNotGiven => Check.Scopes,
        Reason.TemplateTooWeak or Reason.ForkTemplateMissing or Reason.SubjectClaimMissing or Reason.SubjectClaimEmpty or Reason.SubjectClaimInvalid or Reason.SubjectNotOfThisProject
            or Reason.SubjectNotAsExpected or Reason.SubjectTooLong => Check.Subject,
        Reason.GroupMoved => Check.GroupMoved,
        Reason.MappedClaimMissing or Reason.MappedClaimInvalid => Check.Mapping,
        Reason.LifetimeTooShort => Check.Lifetime,
        Reason.SubjectTokenUsed => Check.Record,
        _ => null,
    };
}
