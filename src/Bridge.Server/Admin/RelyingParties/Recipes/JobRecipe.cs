using System.Text;
using System.Text.RegularExpressions;

namespace Bridge.Server.Admin.RelyingParties.Recipes;

/// <summary>
/// The <c>.gitlab-ci.yml</c> of a job that exchanges its token with curl: the sample of <c>config/gitlab-ci</c>, which is built into the
/// program, with this instance's values, and a job that uses the token.
/// </summary>
public static partial class JobRecipe
{
    private const string Resource = "bridge.gitlab-ci.yml";
    private const string Examples = "# Two examples";

    public static RecipePart Part(RecipeFacts facts) => new(
        "The job", "For .gitlab-ci.yml: the token is in a file that the job alone can read and that is gone when it ends.", ".gitlab-ci.yml", Template(facts) + Job(facts));

    private static string Template(RecipeFacts facts)
    {
        var sample = Read();
        var template = sample[sample.IndexOf(".bridge:", StringComparison.Ordinal)..sample.IndexOf(Examples, StringComparison.Ordinal)];
        foreach (var (name, value) in new[] { ("BRIDGE_URL", Quoting.CiVariable(facts.Issuer)), ("BRIDGE_AUDIENCE", Quoting.CiVariable(facts.Audience)), ("aud", Quoting.YamlScalar(facts.CiAudience)) })
            template = Value(name).Replace(template, line => line.Groups["before"].Value + value, 1);
        return template;
    }

    private static string Job(RecipeFacts facts)
    {
        var job = new StringBuilder("deploy:\n  extends: .bridge\n  script:\n");
        foreach (var line in Recipe.Of(facts.Party.Profile.Name).Script(facts))
            job.Append("    - ").Append(PlainLine().IsMatch(line) ? line : $"'{line.Replace("'", "''", StringComparison.Ordinal)}'").Append('\n');
        return job.ToString();
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(JobRecipe).Assembly.GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static Regex Value(string name) => new($@"(?m)^(?<before> +{name}: ).*$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    // A line of a script that is a plain scalar as it stands (YAML 1.2 §7.3.3): begins with a letter, and has neither ": " nor " #".
    [GeneratedRegex(@"\A[A-Za-z]((?!: | #).)*(?<![: ])\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainLine();
}
