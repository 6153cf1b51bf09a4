using Bridge.Exchange;

namespace Bridge.Server.Admin.Exchanges;

/// <summary>The checks of an exchange in the words of the pages.</summary>
internal static class CheckWords
{
    public static string Title(Check check) => check switch
    {
        Check.Form => "Request",
        Check.Client => "Client",
        Check.Signature => "Signature of the CI token",
        Check.IssuerLimiter => "Limit of the issuer",
        Check.Claims => "Claims of the CI token",
        Check.MandatoryConditions => "Mandatory conditions",
        Check.RelyingParty => "Relying party",
        Check.Project => "Project",
        Check.Rules => "Rules",
        Check.Scopes => "Scopes",
        Check.Subject => "Subject",
        Check.GroupMoved => "Group as it was",
        Check.Mapping => "Claims of the new token",
        Check.Lifetime => "Lifetime",
        _ => "Record",
    };

    /// <summary>What the check asks.</summary>
    public static string Question(Check check) => check switch
    {
        Check.Form => "Is it a well-formed token exchange?",
        Check.Client => "Is the client known, and its secret right?",
        Check.Signature => "Did a trusted GitLab sign the token?",
        Check.IssuerLimiter => "Is the issuer within its limit?",
        Check.Claims => "Is it the token of a job, for this Bridge, and of now?",
        Check.MandatoryConditions => "Does the issuer let such jobs in at all?",
        Check.RelyingParty => "Which service is it for, and does it take this client and token?",
        Check.Project => "Is it the project that Bridge knows under this id and path?",
        Check.Rules => "Which rule is the first to match?",
        Check.Scopes => "Are the scopes given that it asks for?",
        Check.Subject => "Which sub components count, and what do they give?",
        Check.GroupMoved => "Would the same rule and components count under the path that was confirmed?",
        Check.Mapping => "Can the mapped claims be filled?",
        Check.Lifetime => "Is there time left to live?",
        _ => "Was the token used before? Is the record on disk?",
    };
}
