using Bridge.Refusals;
using Bridge.Subjects;

namespace Bridge.Exchange;

/// <summary>Why a request would be granted or refused now.</summary>
/// <param name="Trail">Every check that was made, in order.</param>
/// <param name="Refused">The refusal, exact; null for a grant.</param>
/// <param name="Claims">The claims that the token would carry, as JSON; null for a refusal.</param>
/// <param name="Templates">From which level the template came, and why no other counted; null where it was refused before that.</param>
public sealed record Explanation(ExchangeTrail Trail, Refused? Refused, string? Claims, TemplateStandings? Templates);
