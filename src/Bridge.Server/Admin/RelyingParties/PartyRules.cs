using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Server.Admin.Definitions.Forms;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>The rules of a relying party as its definition has them; what is stored has no mistake, so each is a map with an id of its own.</summary>
internal static class PartyRules
{
    public const string Member = "rules";

    public static ImmutableArray<Node.Map> Of(Node.Map party) => party.MapsAt(Member);

    public static Node.Map With(Node.Map party, IEnumerable<Node.Map> rules) => party.With(Member, NodeParts.List(rules));

    public static string IdOf(Node.Map rule) => rule.TextAt("id")!;

    /// <summary>The place of a rule, from 0; null where there is none of this id.</summary>
    public static int? Position(ImmutableArray<Node.Map> rules, string id) => rules.Index().Where(rule => IdOf(rule.Item) == id).Select(rule => (int?)rule.Index).FirstOrDefault();
}
