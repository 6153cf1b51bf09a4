using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Policies;
using Bridge.Server.Admin.RelyingParties.Recipes;
using Bridge.Server.Apply;
using Xunit;

namespace Bridge.Server.Tests.Pages.RelyingParties;

/// <summary>What a recipe says is read by a parser of its language, and is then the subject to the last character.</summary>
public sealed class RecipeTests
{
    private const string Issuer = "https://bridge.example.com";

    public static TheoryData<string> Subjects => new(
        "project_id:20:ref_type:branch:ref:main",
        "project_id:20:ref:a\"quoted\"'branch'",
        "project_id:20:ref:feature/*",
        "project_id:20:ref:${aws:username}",
        "project_id:20:ref:$${x}-$$${y}-%{if}-%%{z}-$x{",
        "project_id:20:ref:back\\slash-$(id)-`id`-&{x}",
        "project_id:20:ref:#no-comment;|&>",
        "true",
        "*");

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Trust_policy_of_AWS_lets_in_the_subject_and_no_other(string subject)
    {
        var policy = JsonNode.Parse(Part("aws", subject, "trust-policy.json"))!;
        var equals = policy["Statement"]![0]!["Condition"]!["StringEquals"]!;
        Assert.Equal(subject, ReadIam(equals["bridge.example.com:sub"]!.ToString()));
        Assert.Equal("aws.test", equals["bridge.example.com:aud"]!.ToString());
        Assert.Equal("arn:aws:iam::123456789012:oidc-provider/bridge.example.com", policy["Statement"]![0]!["Principal"]!["Federated"]!.ToString());
        Assert.Equal("sts:AssumeRoleWithWebIdentity", policy["Statement"]![0]!["Action"]!.AsArray().Single()!.ToString());
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Terraform_of_each_profile_has_the_subject(string subject)
    {
        Assert.Equal(subject, ReadIam(Hcl(Part("aws", subject, "bridge.tf"), "\"bridge.example.com:sub\"")));
        Assert.Equal(subject, Hcl(Part("azure", subject, "bridge.tf"), "subject"));
        Assert.Equal(subject, Hcl(Part("vault", subject, "bridge.tf"), "bound_subject"));
        Assert.Equal("gitlab:" + subject, Hcl(Part("kubernetes", subject, "bridge.tf"), "name", last: false, containing: "gitlab:"));
        var member = Regex.Match(Part("gcp", subject, "bridge.tf"), "\\n  member = \"principal://iam.googleapis.com/\\$\\{google_iam_workload_identity_pool.ci.name\\}/subject/(?<sub>.*)\"\\n", default, TimeSpan.FromSeconds(1));
        Assert.Equal(subject, ReadHcl($"\"{member.Groups["sub"].Value}\""));
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Role_of_Vault_is_bound_to_the_subject(string subject)
    {
        var role = JsonNode.Parse(Part("vault", subject, "role.json"))!;
        Assert.Equal(subject, role["bound_subject"]!.ToString());
        Assert.Equal("vault.test", role["bound_audiences"]!.AsArray().Single()!.ToString());
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Credential_of_Azure_has_the_subject(string subject)
    {
        var credential = JsonNode.Parse(Part("azure", subject, "credential.json"))!;
        Assert.Equal(subject, credential["subject"]!.ToString());
        Assert.Equal(Issuer, credential["issuer"]!.ToString());
        Assert.Matches("^[a-z0-9][a-z0-9-]{2,119}$", credential["name"]!.ToString());
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Role_binding_of_Kubernetes_names_the_user(string subject)
    {
        var binding = Yaml(Part("kubernetes", subject, "rbac.yaml").Split("---\n")[0]);
        Assert.Equal("gitlab:" + subject, Text(binding, "subjects", 0, "name"));
    }

    [Fact]
    public void Authentication_configuration_of_Kubernetes_trusts_this_issuer_and_adds_no_prefix()
    {
        var document = Yaml(Part("kubernetes", "x", "authentication.yaml"));
        Assert.Equal("apiserver.config.k8s.io/v1", Text(document, "apiVersion"));
        Assert.Equal(Issuer, Text(document, "jwt", 0, "issuer", "url"));
        Assert.Equal("kubernetes.test", Text(document, "jwt", 0, "issuer", "audiences", 0));
        Assert.Equal("", Text(document, "jwt", 0, "claimMappings", "username", "prefix"));
        Assert.Equal("user.username.startsWith('gitlab:')", Text(document, "jwt", 0, "userValidationRules", 0, "expression"));
    }

    [Fact]
    public void User_and_group_of_Kubernetes_are_those_of_the_token()
    {
        var documents = Part("kubernetes", "x", "rbac.yaml", facts => facts with { Username = "gitlab:ada", Groups = ["gitlab:my-group", "gitlab:other"] }).Split("---\n").Select(Yaml).ToList();
        Assert.Equal(("User", "gitlab:ada"), (Text(documents[0], "subjects", 0, "kind"), Text(documents[0], "subjects", 0, "name")));
        Assert.Equal(("Group", "gitlab:my-group"), (Text(documents[1], "subjects", 0, "kind"), Text(documents[1], "subjects", 0, "name")));
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Shell_passes_the_subject_as_it_is(string subject)
    {
        Assert.Equal($"principal://iam.googleapis.com/projects/7/locations/global/workloadIdentityPools/pool/subject/{subject}",
            await ArgumentAsync(Parts("gcp", subject, facts => facts with { Party = facts.Party with { Audience = "https://iam.googleapis.com/projects/7/locations/global/workloadIdentityPools/pool/providers/p" } }).Single(part => part.Title == "What the subject may do").Content, "--member="));
        Assert.Equal($"assertion.sub == {Quoting.Cel(subject)}", await ArgumentAsync(Parts("gcp", subject, facts => facts with { ProjectId = null })[0].Content, "--attribute-condition="));
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Plain_service_is_told_what_to_compare(string subject)
    {
        var expected = JsonNode.Parse(Part("plain", subject, "expected.json"))!;
        Assert.Equal((subject, "plain.test", Issuer, "at+jwt"), (expected["sub"]!.ToString(), expected["aud"]!.ToString(), expected["iss"]!.ToString(), expected["typ"]!.ToString()));
    }

    [Theory]
    [InlineData("aws")]
    [InlineData("azure")]
    [InlineData("gcp")]
    [InlineData("kubernetes")]
    [InlineData("plain")]
    [InlineData("vault")]
    public void Job_exchanges_as_the_sample_does_and_uses_the_token(string profile)
    {
        var job = Yaml(JobRecipe.Part(Facts(profile, "x") with { CiAudience = "https://own.audience.test" }).Content);
        var sample = Yaml(File.ReadAllText(Path.Combine(Here(), "../../../../config/gitlab-ci/bridge.gitlab-ci.yml")));

        Assert.Equal(Text(sample, ".bridge", "before_script", 0), Text(job, ".bridge", "before_script", 0));
        Assert.Equal(Issuer, Text(job, ".bridge", "variables", "BRIDGE_URL"));
        Assert.Equal(profile + ".test", Text(job, ".bridge", "variables", "BRIDGE_AUDIENCE"));
        Assert.Equal("https://own.audience.test", Text(job, ".bridge", "id_tokens", "BRIDGE_ID_TOKEN", "aud"));
        var script = ((Node.List)((Node.Map)job.Find("deploy")!.Value).Find("script")!.Value).Items.Select(line => ((Node.Scalar)line).Text).ToList();
        Assert.Equal(Recipe.Of(profile).Script(Facts(profile, "x")), script);
        Assert.Contains(script, line => line.Contains("$BRIDGE_TOKEN_FILE", StringComparison.Ordinal) || line.Contains("${BRIDGE_TOKEN_FILE}", StringComparison.Ordinal));
    }

    [Fact]
    public void Variable_of_a_job_that_has_a_dollar_is_not_expanded() =>
        Assert.Equal("a$$b", Text(Yaml(JobRecipe.Part(Facts("plain", "x") with { Party = Party("plain") with { Audience = "a$b" } }).Content), ".bridge", "variables", "BRIDGE_AUDIENCE"));

    [Fact]
    public void Every_profile_has_a_recipe() => Assert.All(Profile.All.Keys, profile => Assert.NotEmpty(Parts(profile, "x")));

    private static string Part(string profile, string subject, string file, Func<RecipeFacts, RecipeFacts>? with = null) => Parts(profile, subject, with).Single(part => part.File == file).Content;

    private static ImmutableArray<RecipePart> Parts(string profile, string subject, Func<RecipeFacts, RecipeFacts>? with = null) => [.. Recipe.Of(profile).Parts((with ?? (facts => facts))(Facts(profile, subject)))];

    private static RecipeFacts Facts(string profile, string subject) => new()
    {
        Issuer = Issuer,
        TokenEndpoint = Issuer + "/connect/token",
        JwksUri = Issuer + "/.well-known/jwks",
        Party = Party(profile),
        Subject = subject,
        ProjectId = "20",
        ProjectPath = "my-group/My.Project",
        CiAudience = Issuer,
    };

    private static RelyingParty Party(string profile) => new()
    {
        Id = profile,
        Version = 1,
        Enabled = true,
        Audience = profile + ".test",
        Resource = null,
        Profile = Profile.All[profile],
        ProfileSettings = new ProfileSettings(profile == "kubernetes" ? "gitlab:" : "", SessionTags.None),
        Algorithm = "RS256",
        Lifetime = TimeSpan.FromMinutes(10),
        OutliveSubjectToken = false,
        Scopes = [],
        Replay = Replay.Unlimited,
        Clients = null,
        Kinds = TokenKind.IdToken,
        RequestedTokenTypes = [TokenType.Jwt],
        EnrolledProjects = false,
        RequiredComponents = [],
        Rules = [],
        Mappings = [],
    };

    // "IAM policy elements: Variables and tags": ${$} is the sign; any other ${ would be a variable.
    private static string ReadIam(string value)
    {
        Assert.DoesNotMatch(@"\$\{(?!\$\})", value);
        return value.Replace("${$}", "$", StringComparison.Ordinal);
    }

    private static string Hcl(string document, string attribute, bool last = false, string containing = "") =>
        ReadHcl(Regex.Matches(document, $@"(?m)^ *{Regex.Escape(attribute)} *= (?<value>"".*"")$", default, TimeSpan.FromSeconds(1)).Select(match => match.Groups["value"].Value).Single(value => value.Contains(containing, StringComparison.Ordinal)));

    // "HCL Native Syntax Specification", quoted templates: $${ and %%{ are literal, \ escapes as in JSON, and no ${ may be left.
    private static string ReadHcl(string literal)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 1; i < literal.Length - 1; i++)
        {
            var rest = literal.AsSpan(i, literal.Length - 1 - i);
            if (rest[0] == '\\')
            {
                var length = rest[1] == 'u' ? 6 : 2;
                text.Append(JsonSerializer.Deserialize<string>($"\"{rest[..length]}\""));
                i += length - 1;
            }
            else if (rest.StartsWith("$${") || rest.StartsWith("%%{"))
            {
                text.Append(rest[0]).Append('{');
                i += 2;
            }
            else
            {
                Assert.False(rest.StartsWith("${") || rest.StartsWith("%{") || rest[0] == '"', $"{literal} begins a template or ends early");
                text.Append(rest[0]);
            }
        }

        return text.ToString();
    }

    private static Node.Map Yaml(string text)
    {
        var document = YamlDocument.Read(text);
        Assert.True(document.Root is not null, string.Join('\n', document.Mistakes) + text);
        return document.Root;
    }

    private static string Text(Node node, params object[] path) =>
        ((Node.Scalar)path.Aggregate(node, (found, step) => step is int index ? ((Node.List)found).Items[index] : ((Node.Map)found).Find((string)step)!.Value)).Text;

    // What a real shell makes of a command's argument.
    private static async Task<string> ArgumentAsync(string command, string argument)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var shell = Process.Start(start)!;
        await shell.StandardInput.WriteAsync("gcloud() { printf '%s\\0' \"$@\"; }\n" + command);
        shell.StandardInput.Close();
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return output.Split('\0').Single(one => one.StartsWith(argument, StringComparison.Ordinal))[argument.Length..];
    }

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
