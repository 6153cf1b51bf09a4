using Bridge.Configuration;
using static Bridge.Server.Admin.Definitions.Forms.NodeParts;

namespace Bridge.Server.Admin.RelyingParties.Recipes;

/// <summary>A Kubernetes API server with structured authentication ("Authenticating", AuthenticationConfiguration), and RBAC for one user.</summary>
public sealed class KubernetesRecipe : Recipe
{
    private const string Rbac = "rbac.authorization.k8s.io";

    public override string Profile => "kubernetes";

    public override string? Note(RecipeFacts facts) => "The namespace and the role are examples. The API server must reach Bridge's discovery and key set over https.";

    public override IEnumerable<RecipePart> Parts(RecipeFacts facts) =>
    [
        new("AuthenticationConfiguration", "For kube-apiserver --authentication-config. v1 is in Kubernetes 1.34 and later; before it, from 1.30, write v1beta1.", "authentication.yaml", Quoting.Yaml(Authentication(facts))),
        new("RBAC", "The user may deploy into a namespace. Each name begins with the prefix, which Bridge has put there.", "rbac.yaml", Quoting.Yaml(Bindings(facts))),
        new("Terraform", "The binding as code.", "bridge.tf", Terraform(facts)),
    ];

    public override IEnumerable<string> Script(RecipeFacts facts) =>
    [
        "export KUBECONFIG=\"${BRIDGE_TOKEN_FILE}.kubeconfig\"",
        "kubectl config set-cluster production --server=https://kubernetes.example.com:6443",
        "kubectl config set users.bridge.tokenFile \"$BRIDGE_TOKEN_FILE\"",
        "kubectl config set-context production --cluster=production --user=bridge",
        "kubectl --context=production rollout status deployment/web",
    ];

    private static string User(RecipeFacts facts) => facts.Username ?? facts.Party.ProfileSettings.Prefix + facts.Subject;

    private static Node.Map Authentication(RecipeFacts facts)
    {
        var prefix = facts.Party.ProfileSettings.Prefix;
        return Map(
        [
            ("apiVersion", Text("apiserver.config.k8s.io/v1")),
            ("kind", Text("AuthenticationConfiguration")),
            ("jwt", List([Map(
            [
                ("issuer", Map([("url", Text(facts.Issuer)), ("audiences", Texts([facts.Audience]))])),
                // Bridge has put the prefix there already, so none is added.
                ("claimMappings", Map([("username", Map([("claim", Text("username")), ("prefix", Text(""))])), ("groups", Map([("claim", Text("groups")), ("prefix", Text(""))]))])),
                ("userValidationRules", List(
                [
                    Map([("expression", Text($"user.username.startsWith({Quoting.Cel(prefix)})")), ("message", Text($"a user of Bridge begins with {prefix}"))]),
                    Map([("expression", Text($"user.groups.all(group, group.startsWith({Quoting.Cel(prefix)}))")), ("message", Text($"a group of Bridge begins with {prefix}"))]),
                ])),
            ])])),
        ]);
    }

    private static IEnumerable<Node.Map> Bindings(RecipeFacts facts) =>
    [
        Binding(facts.Name, "User", User(facts), "edit", facts.Name),
        .. facts.Groups.Take(1).Select(group => Binding(facts.Name + "-group", "Group", group, "view", facts.Name)),
    ];

    private static Node.Map Binding(string name, string kind, string subject, string role, string space) => Map(
    [
        ("apiVersion", Text(Rbac + "/v1")),
        ("kind", Text("RoleBinding")),
        ("metadata", Map([("name", Text(name)), ("namespace", Text(space))])),
        ("subjects", List([Map([("apiGroup", Text(Rbac)), ("kind", Text(kind)), ("name", Text(subject))])])),
        ("roleRef", Map([("apiGroup", Text(Rbac)), ("kind", Text("ClusterRole")), ("name", Text(role))])),
    ]);

    private static string Terraform(RecipeFacts facts) => $$"""
        resource "kubernetes_role_binding_v1" "{{facts.Name}}" {
          metadata {
            name      = "{{facts.Name}}"
            namespace = "{{facts.Name}}"
          }
          subject {
            kind      = "User"
            api_group = "{{Rbac}}"
            name      = {{Quoting.Hcl(User(facts))}}
          }
          role_ref {
            kind      = "ClusterRole"
            api_group = "{{Rbac}}"
            name      = "edit"
          }
        }

        """;
}
