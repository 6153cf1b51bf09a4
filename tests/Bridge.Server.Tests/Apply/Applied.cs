using Bridge.Configuration.Applying;
using Bridge.Configuration.Compiling;
using Bridge.Server.Apply;
using Xunit;

namespace Bridge.Server.Tests.Apply;

/// <summary>Applies YAML to a configuration in memory.</summary>
internal sealed class Applied
{
    public static readonly DateTimeOffset Now = new(2027, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Applier applier;

    public Applied() => applier = new Applier(Store, Compiler, new StandingTime());

    public static ConfigurationCompiler Compiler => new("https://bridge.example.com", TimeSpan.FromHours(1));

    public MemoryConfiguration Store { get; } = new();

    public Task<ApplyPlan> PlanAsync(string yaml, int? allowDelete = null) => applier.PlanAsync(File(yaml), allowDelete, TestContext.Current.CancellationToken);

    public Task<ApplyPlan> PlanAsync(ApplyFile file) => applier.PlanAsync(file, allowDelete: null, TestContext.Current.CancellationToken);

    public Task<ApplyPlan> CommitAsync(string yaml, int? allowDelete = null, string? why = null) =>
        applier.CommitAsync(File(yaml), "cli:root@host", why, allowDelete, TestContext.Current.CancellationToken);

    private static ApplyFile File(string yaml)
    {
        var document = YamlDocument.Read(yaml);
        Assert.Empty(document.Mistakes);
        return new ApplyFile(document.Root!, "abc123");
    }

    private sealed class StandingTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
