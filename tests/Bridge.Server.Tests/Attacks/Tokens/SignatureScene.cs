using Bridge.Server.Tests.Attacks.Protocol;
using Bridge.Simulator;
using Bridge.Testing.Simulation;

namespace Bridge.Server.Tests.Attacks.Tokens;

/// <summary>Beside the GitLab that is trusted: another one, trusted too, and one of an attacker, which is not.</summary>
public sealed class SignatureScene : Scene
{
    public const string OtherIss = "https://other.test";

    public GitLabSimulator Other { get; private set; } = null!;

    public GitLabSimulator Attacker { get; private set; } = null!;

    protected override string Yaml => base.Yaml.Replace("relying_parties:", $$"""
          - id: other
            iss: {{OtherIss}}
            subject_prefix: "other:"
            keys: { jwks: {{Other.Address}}oauth/discovery/keys }
        {{HandSigned.Yaml}}
        relying_parties:
        """, StringComparison.Ordinal);

    protected override async ValueTask PrepareAsync()
    {
        Other = await GitLabSimulator.StartAsync(new SimulatorOptions { CiIdTokensIssuerUrl = OtherIss }, Clock);
        Attacker = await GitLabSimulator.StartAsync(new SimulatorOptions { CiIdTokensIssuerUrl = GitLab.Issuer }, Clock);
    }

    protected override async ValueTask CleanAsync()
    {
        await Other.DisposeAsync();
        await Attacker.DisposeAsync();
    }
}
