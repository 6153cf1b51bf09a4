using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Server.Admin.Definitions.Conditions;
using Bridge.Server.Admin.Definitions.Forms;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>A rule as a list shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Allows">Whether it lets jobs in.</param>
/// <param name="Shadow">Whether it is only watched.</param>
/// <param name="Enabled">Whether it is there at all.</param>
/// <param name="Conditions">What must hold; empty where it is for everyone.</param>
/// <param name="Gives">What an allow rule says beyond, in a few words each.</param>
public sealed record RuleLine(string Id, bool Allows, bool Shadow, bool Enabled, ImmutableArray<ConditionRow> Conditions, ImmutableArray<string> Gives)
{
    public static RuleLine Of(Node.Map rule) => new(
        PartyRules.IdOf(rule), rule.TextAt("effect") == "allow", rule.FlagAt("shadow", false), rule.FlagAt("enabled", true), ConditionRow.Of(rule.At("when")),
        [
            .. rule.TextAt("forks") == "allow" ? ["forks too"] : Array.Empty<string>(),
            .. rule.TextAt("lifetime") is { } lifetime ? [$"at most {lifetime}"] : Array.Empty<string>(),
            .. rule.At("scopes") is null ? Array.Empty<string>() : [rule.TextsAt("scopes") is { IsEmpty: false } scopes ? "scopes " + string.Join(' ', scopes) : "no scopes"],
        ]);
}
