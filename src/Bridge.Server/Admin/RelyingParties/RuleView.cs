using System.Collections.Immutable;
using Bridge.Configuration;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>A rule of a relying party.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Position">Its place, from 0; the first that matches decides.</param>
/// <param name="Definition">What it is, as a file says it and as it is put.</param>
internal sealed record RuleView(string Id, int Position, Node.Map Definition);

/// <summary>All rules of a relying party, in their order.</summary>
internal sealed record RulesView(ImmutableArray<RuleView> Items);
