using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Bridge.Simulator;
using Bridge.Simulator.Keys;
using Bridge.Simulator.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Load;

/// <summary>Makes the configuration of a load test and the CI tokens that are exchanged in it.</summary>
internal static class Material
{
    /// <summary>Writes the configuration: one issuer, a relying party for each algorithm, and a template for each project.</summary>
    public static async Task ConfigureAsync(string directory, int projects)
    {
        await using var file = File.CreateText(Path.Combine(directory, "bridge.yaml"));
        var key = Key(directory);
        await file.WriteAsync($$"""
            issuers:
              - id: gitlab
                name: GitLab
                url: {{Project.Issuer}}
                permits_per_minute: 10000000
                keys: {uploaded: '{"keys":[{"kty":"RSA","kid":"{{key.Kid}}","use":"sig","alg":"RS256","n":"{{key.Modulus}}","e":"{{key.Exponent}}"}]}'}
            relying_parties:

            """);
        foreach (var algorithm in new[] { "RS256", "ES256" })
        {
            await file.WriteAsync($$"""
                  - id: {{algorithm.ToLowerInvariant()}}
                    audience: {{Project.Audience(algorithm)}}
                    algorithm: {{algorithm}}
                    rules:
                      - id: strangers
                        effect: deny
                        when:
                          user_login: {glob: "ghost-*"}
                      - id: protected-branches
                        effect: allow
                        when: {top_level_group: load, namespace_id: "{{Project.NamespaceId}}", ref_type: branch, ref_protected: "true"}
                    claims:
                      project_path: {from: project_path}

                """);
        }

        await file.WriteLineAsync("sub_components:");
        for (var number = 0; number < projects; number++)
            await file.WriteLineAsync($"  - {{id: project-{number}, issuer: gitlab, project_id: \"{Project.Id(number)}\", components: [project_id, ref_type, ref]}}");
    }

    /// <summary>Writes tokens of jobs of all the projects, in an order of chance, one a line; each its own.</summary>
    public static void Mint(string directory, int projects, int tokens)
    {
        var gitLab = GitLab(directory);
        var audience = File.ReadAllText(Path.Combine(directory, "issuer")).Trim();
        using var file = File.CreateText(Path.Combine(directory, "tokens"));
        foreach (var token in Enumerable.Range(0, tokens).AsParallel().Select(_ => Mint(gitLab, audience, RandomNumberGenerator.GetInt32(projects))))
            file.WriteLine(token);
    }

    /// <summary>A change that keeps some jobs out and gives every tenth project another subject.</summary>
    public static async Task DraftAsync(string directory, int projects, TextWriter output)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(directory, "bridge.yaml"));
        foreach (var line in lines.TakeWhile(line => line != "sub_components:").SkipWhile(line => line != "relying_parties:"))
            await output.WriteLineAsync(line.Contains("user_login", StringComparison.Ordinal) ? "          ref: release" : line);
        await output.WriteLineAsync("sub_components:");
        for (var number = 0; number < projects; number += 10)
            await output.WriteLineAsync($"  - {{id: project-{number}, issuer: gitlab, project_id: \"{Project.Id(number)}\", components: [project_id, ref]}}");
    }

    /// <summary>The GitLab that the configuration trusts.</summary>
    public static SimulatedGitLab GitLab(string directory)
    {
        var key = Key(directory);
        return SimulatorApp.Create(new SimulatorOptions { ExternalUrl = Project.Issuer, NewKey = () => key }).Services.GetRequiredService<SimulatedGitLab>();
    }

    private static string Mint(SimulatedGitLab gitLab, string audience, int project) => gitLab.Mint(new TokenRequest
    {
        Audience = JsonValue.Create(audience),
        Claims = new JsonObject
        {
            ["project_id"] = Project.Id(project),
            ["project_path"] = Project.Path(project),
            ["namespace_id"] = Project.NamespaceId,
            ["ref_protected"] = "true",
        },
    });

    // The configuration names the key and the tokens are made later, in another process, so it is kept beside them.
    private static SimulatorKey Key(string directory)
    {
        var path = Path.Combine(directory, "gitlab.pem");
        if (!File.Exists(path))
        {
            using var made = RSA.Create(2048);
            File.WriteAllText(path, made.ExportPkcs8PrivateKeyPem());
        }

        return SimulatorKey.FromPem(File.ReadAllText(path));
    }
}
