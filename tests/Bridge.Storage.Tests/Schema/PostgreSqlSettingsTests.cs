using Bridge.Storage.Tests.Homes;

namespace Bridge.Storage.Tests.Schema;

/// <summary>Settings of PostgreSQL that lose commits.</summary>
public sealed class PostgreSqlSettingsTests : StoreContract<PostgreSqlHome>
{
    [Theory]
    [InlineData("off", false)]
    [InlineData("local", false)]
    [InlineData("remote_write", false)]
    [InlineData("on", true)]
    [InlineData("remote_apply", true)]
    public async Task A_weaker_commit_is_told(string value, bool met)
    {
        var database = Node(Options with { ConnectionString = Options.ConnectionString + $";Options=-c synchronous_commit={value}" });

        var durability = await database.CheckDurabilityAsync(Ct);

        Assert.Equal(met, durability.Met);
        Assert.Equal(value, durability.Settings.Single(setting => setting.Name == "synchronous_commit").Value);
    }
}
