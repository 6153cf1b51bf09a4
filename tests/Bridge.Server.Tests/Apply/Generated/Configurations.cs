using Bridge.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Server.Tests.Apply.Generated;

/// <summary>Configurations that can be applied where there is nothing: issuers, relying parties with rules and claims, mappings, clients, templates of all levels, projects.</summary>
internal static class Configurations
{
    private static readonly string[] Issuers = ["gitlab", "eu", "lab-2"];
    private static readonly string[] Parties = ["deploy", "cluster", "vault"];
    private static readonly string[] Claims = ["namespace_path", "ref", "environment", "user_login", "pipeline_source", "ref_protected"];

    public static readonly Gen<Node.Map> All =
        from issuers in Some(Issuers)
        from parties in Some(Parties)
        from issuerMaps in Gen.CollectToSequence(issuers.Select(Issuer))
        from partyMaps in Gen.CollectToSequence(parties.Select(Party))
        from mappings in Some(["team", "origin", "true", "https://example.com/claim"])
        from mappingMaps in Gen.CollectToSequence(mappings.Select(id => Mapping.Select(mapping => Join(Map(("id", Text(id))), mapping))))
        from clients in Some(["gitlab-ci", "robot"])
        from clientMaps in Gen.CollectToSequence(clients.Select(Client))
        from templates in Templates(issuers, parties)
        from projects in issuers.Length == 0 ? Gen.Constant(Array.Empty<Node.Map>()) : Projects(issuers)
        select Map(
            ("projects", List(projects)), ("sub_components", List(templates)), ("clients", List(clientMaps)), ("relying_parties", List(partyMaps)),
            ("mappings", List(mappingMaps)), ("issuers", List(issuerMaps)));

    private static Gen<Node.Map> Issuer(string id) =>
        from name in Nodes.Text
        from age in Gen.Elements<string?>(null, "30m", "1h")
        from enabled in Gen.Elements<bool?>(null, true, false)
        from condition in Gen.Elements<Node?>(null, Map(("namespace_id", Text("72"))), Map(("top_level_group", Map(("one_of", List([Text("a"), Text("yes")]))))))
        select Map(
            ("id", Text(id)), ("url", Text($"https://{id}.example.com")), ("subject_prefix", id == Issuers[0] ? null : Text($"{id}:")),
            ("name", name.Any(char.IsControl) || name.Trim().Length == 0 ? null : Text(name)), ("maximum_age", age is null ? null : Text(age)), ("enabled", Flag(enabled)), ("mandatory", condition));

    private static Gen<Node.Map> Party(string id) =>
        from lifetime in Gen.Elements<string?>(null, "5m", "10m")
        from scopes in Gen.Elements<Node?>(null, List([Text("deploy:staging"), Text("no")]))
        from enrolled in Gen.Elements<bool?>(null, true, false)
        from rules in Gen.Choose(0, 3).SelectMany(count => Gen.CollectToSequence(Enumerable.Range(0, count).Select(Rule)))
        from claims in Gen.OneOf(Gen.Constant<Node.Map?>(null), Mapping.Select(mapping => (Node.Map?)Map(("team", mapping))))
        select Map(
            ("id", Text(id)), ("audience", Text($"https://{id}.example.net")), ("lifetime", lifetime is null ? null : Text(lifetime)), ("scopes", scopes), ("enrolled_projects", Flag(enrolled)),
            ("rules", List(rules)), ("claims", claims));

    private static Gen<Node.Map> Rule(int number) =>
        from effect in Gen.Elements("allow", "deny")
        from shadow in Gen.Elements<bool?>(null, true, false)
        from claim in Gen.Elements(Claims)
        from condition in Condition
        select Map(("id", Text($"r{number}")), ("effect", Text(effect)), ("shadow", Flag(shadow)), ("when", Map((claim, condition))));

    private static Gen<Node> Condition => Gen.OneOf(
        Value.Select(value => (Node)Text(value)),
        Value.SelectMany(one => Value.Where(other => other != one).Select(other => (Node)List([Text(one), Text(other)]))),
        Value.Select(value => (Node)Map(("not", Text(value)))),
        Gen.Elements("main*", "release/**", "v?1").Select(pattern => (Node)Map(("glob", Text(pattern)))));

    private static Gen<string> Value => Nodes.Text.Where(text => text.Length > 0 && !text.Any(char.IsControl));

    private static Gen<Node.Map> Mapping => Gen.OneOf(
        Gen.Elements(Claims).SelectMany(claim => Gen.Elements("omit", "refuse").Select(missing => Map(("from", Text(claim)), ("missing", Text(missing))))),
        Value.Select(constant => Map(("constant", Text(constant)))),
        Gen.Constant(Map(("join", List([Text("namespace_path"), Text("ref")])), ("with", Text("@")))),
        Gen.Constant(Map(("list", List([Text("namespace_path"), Text("ref")])))));

    private static Gen<Node.Map> Client(string id) => Gen.Elements<bool?>(null, true, false).Select(enabled => Map(
        ("id", Text(id)), ("enabled", Flag(enabled)), ("secret_sha256", id == "gitlab-ci" ? null : List([Text(new string('1', 64))]))));

    private static Gen<Node.Map[]> Templates(string[] issuers, string[] parties) =>
        from wanted in Some(Scopes(issuers, parties))
        from templates in Gen.CollectToSequence(wanted.Select((scope, index) => Components.Select(components => Join(Join(Map(("id", Text($"t{index}"))), scope), components))))
        select templates.ToArray();

    private static Node.Map[] Scopes(string[] issuers, string[] parties)
    {
        IEnumerable<Node.Map> levels =
        [
            Map(),
            .. issuers.SelectMany(issuer => new[] { Map(("issuer", Text(issuer))), Map(("issuer", Text(issuer)), ("group", Text("Group/sub"))), Map(("issuer", Text(issuer)), ("project_id", Text("20"))) }),
        ];
        return [.. levels, .. levels.SelectMany(level => parties.Select(party => Join(level, Map(("relying_party", Text(party))))))];
    }

    private static Gen<Node.Map> Components =>
        from first in Gen.Elements("project_id", "project_path")
        from more in Some(["ref_type", "ref", "environment_protected", "pipeline_source"])
        from omit in Gen.Elements(true, false)
        from overflow in Gen.Elements<string?>(null, "refuse", "digest")
        from locked in Gen.Elements<bool?>(null, true, false)
        select Map(
            ("components", List([Text(first), .. more.Select(claim => claim[0] == 'r' || !omit ? (Node)Text(claim) : Map(("claim", Text(claim)), ("missing", Text("omit"))))])),
            ("overflow", overflow is null ? null : Text(overflow)), ("locked", Flag(locked)));

    private static Gen<Node.Map[]> Projects(string[] issuers) => Gen.Choose(0, 5).SelectMany(count => Gen.ArrayOf(Gen.Elements(issuers).SelectMany(issuer => Gen.Choose(1, 99).Select(id => (issuer, id))), count))
        .Select(projects => projects.Distinct().Select(project => Map(("issuer", Text(project.issuer)), ("project_id", Text($"{project.id}")))).ToArray());

    private static Gen<T[]> Some<T>(T[] from) => Gen.SubListOf(from).Select(some => some.ToArray());

    private static Node.Scalar Text(string text) => new(text, ScalarType.Text, 0);

    private static Node.Scalar? Flag(bool? flag) => flag is { } set ? new(set ? "true" : "false", ScalarType.Boolean, 0) : null;

    private static Node.List List(IEnumerable<Node> items) => new([.. items], 0);

    private static Node.Map Map(params (string Name, Node? Value)[] members) =>
        new([.. members.Where(member => member.Value is not null).Select(member => new Node.Member(member.Name, member.Value!, 0))], 0);

    private static Node.Map Join(Node.Map one, Node.Map other) => new([.. one.Members, .. other.Members], 0);
}
