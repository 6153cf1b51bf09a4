namespace Bridge.Refusals;

/// <summary>Why an exchange was refused. Each member has its row in <see cref="RefusalTable"/>, where its stable code stands.</summary>
public enum Reason
{
    /// <summary>Nobody said why: a defect, answered as one. Zero must never look like a pass.</summary>
    Unspecified = 0,

    NotAForm,
    RequestTooLarge,
    ParameterMissing,
    ParameterRepeated,
    ParameterInvalid,
    GrantTypeUnsupported,
    SubjectTokenTypeUnsupported,
    ActorTokenUnsupported,
    RequestedTokenTypeUnsupported,
    ScopeMalformed,

    ClientAuthenticationAmbiguous,
    ClientInvalid,

    SubjectTokenTooLarge,
    SubjectTokenMalformed,
    IssuerUnknown,
    IssuerDisabled,
    AlgorithmNotAllowed,
    HeaderNotAllowed,
    KeyUnknown,
    SignatureInvalid,

    IssuerLimitReached,

    TokenKindNotTrusted,
    TokenKindEnded,
    SubjectTokenExpired,
    SubjectTokenNotYetValid,
    SubjectTokenTooOld,
    AudienceWrong,
    AudienceNotAlone,
    ClaimMissing,
    ClaimInvalid,

    MandatoryConditionFailed,

    TargetMissing,
    TargetUnknown,
    TargetDisabled,
    TargetMalformed,
    TargetAmbiguous,
    ClientNotAccepted,
    TokenKindNotAccepted,
    RequestedTokenTypeNotAllowed,

    ProjectRecycled,
    ProjectTransferred,
    ProjectUnconfirmed,

    RuleDenied,
    ForkNotAllowed,
    ForkAssumed,
    NoRuleMatched,

    ScopeNotGiven,

    TemplateTooWeak,
    ForkTemplateMissing,
    SubjectClaimMissing,
    SubjectClaimEmpty,
    SubjectClaimInvalid,
    SubjectNotOfThisProject,
    SubjectNotAsExpected,
    SubjectTooLong,

    GroupMoved,

    MappedClaimMissing,
    MappedClaimInvalid,

    LifetimeTooShort,

    SubjectTokenUsed,

    /// <summary>What is said outside of every refusal before the signature holds.</summary>
    SubjectTokenInvalid,

    /// <summary>What is said outside to a job that the issuer's mandatory conditions keep out.</summary>
    NotPermitted,
}
