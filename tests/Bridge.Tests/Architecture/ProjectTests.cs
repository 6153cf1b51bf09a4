using System.Reflection;
using Xunit;

namespace Bridge.Tests.Architecture;

public sealed class ProjectTests
{
    private const string Web = "Microsoft.AspNetCore.App";

    /// <summary>Each project with all the projects of the solution that it may name.</summary>
    public static TheoryData<string, string[]> Arrows => new()
    {
        { "Bridge", [] },
        { "Bridge.Simulator", [] },
        { "Bridge.Storage", ["Bridge"] },
        { "Bridge.Migrations.Sqlite", ["Bridge.Storage"] },
        { "Bridge.Migrations.PostgreSql", ["Bridge.Storage"] },
        { "Bridge.Migrations.Design", ["Bridge.Storage", "Bridge.Migrations.Sqlite", "Bridge.Migrations.PostgreSql"] },
        { "Bridge.Server", ["Bridge", "Bridge.Storage", "Bridge.Migrations.Sqlite", "Bridge.Migrations.PostgreSql"] },
        { "Bridge.IdentityServer", ["Bridge"] },
        { "Bridge.IdentityServer.Host", ["Bridge", "Bridge.Storage", "Bridge.IdentityServer", "Bridge.Migrations.Sqlite", "Bridge.Migrations.PostgreSql"] },
        { "Bridge.Demo", ["Bridge.Server", "Bridge.Simulator"] },
    };

    /// <summary>What a project keeps away from, whatever it is called: the start of the name of a package or framework.</summary>
    public static TheoryData<string, string[]> Strangers => new()
    {
        { "Bridge", ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Npgsql", "SQLitePCLRaw", "YamlDotNet", "System.CommandLine", "OpenTelemetry"] },
        { "Bridge.Simulator", ["Microsoft.EntityFrameworkCore", "YamlDotNet"] },
        { "Bridge.Storage", ["Microsoft.AspNetCore.Mvc", "YamlDotNet", "System.CommandLine"] },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void Project_names_only_those_it_may(string project, string[] allowed)
    {
        // A row may stand before its project does.
        var named = SourceTree.Projects("src", "migrations").GetValueOrDefault(project, []);
        Assert.Empty(named.Where(name => name.StartsWith("Bridge", StringComparison.Ordinal)).Except(allowed));
    }

    [Fact]
    public void Every_project_has_its_row()
    {
        var rows = Arrows.Select(row => row.Data.Item1).ToList();
        Assert.Empty(SourceTree.Projects("src", "migrations").Keys.Except(rows));
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public void Project_keeps_away_from_what_must_not_leak_into_it(string project, string[] strangers) =>
        Assert.DoesNotContain(SourceTree.Projects("src")[project], name => strangers.Any(stranger => name.StartsWith(stranger, StringComparison.Ordinal)));

    [Fact]
    public void Web_framework_is_named_by_hosts_alone() =>
        Assert.DoesNotContain(Web, SourceTree.Projects("src")["Bridge"]);

    [Fact]
    public void Core_was_compiled_against_nothing_of_the_hosts()
    {
        var references = typeof(Bridge.Exchange.TokenExchange).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToList();
        Assert.DoesNotContain(references, name => name.StartsWith("Bridge", StringComparison.Ordinal));
        Assert.All(references, name => Assert.True(
            name is "System.Threading.RateLimiting" or "netstandard" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.IdentityModel.", StringComparison.Ordinal),
            $"{name} is a new dependency of the core: is it one?"));
    }

    [Fact]
    public void Simulator_knows_nothing_of_what_it_tests() =>
        Assert.DoesNotContain(typeof(Bridge.Simulator.SimulatedGitLab).Assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("Bridge", StringComparison.Ordinal));

    [Fact]
    public void Nobody_is_let_into_the_internals_of_another_project()
    {
        Assert.Empty(typeof(Bridge.Exchange.TokenExchange).Assembly.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>());
        Assert.DoesNotContain(SourceTree.Sources("src").Select(file => file.FullName).Concat(Directory.EnumerateFiles(SourceTree.Root.FullName, "*.csproj", SearchOption.AllDirectories)),
            file => File.ReadAllText(file).Contains("InternalsVisibleTo", StringComparison.Ordinal));
    }

    [Fact]
    public void No_source_file_is_longer_than_three_hundred_lines() =>
        Assert.Empty(SourceTree.Sources("src").Where(file => File.ReadLines(file.FullName).Count() > 300).Select(file => file.Name));
}
