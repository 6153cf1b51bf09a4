using Xunit;

namespace Bridge.Tests;

/// <summary>The one test that Stryker runs (tests/mutation): it keeps the assembly in which Stryker has made its changes.</summary>
public sealed class MutatedAssembly
{
    [Fact]
    public void Is_kept() =>
        File.Copy(typeof(Bridge.Refusals.Refused).Assembly.Location, Environment.GetEnvironmentVariable("BRIDGE_MUTATED")!, overwrite: true);
}
