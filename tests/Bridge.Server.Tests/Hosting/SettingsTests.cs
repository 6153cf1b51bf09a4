using Bridge.Server.Hosting;
using Bridge.Server.Settings;
using Bridge.Storage;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Bridge.Server.Tests.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public void The_file_at_the_root_has_no_mistake()
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json")).Build();

        Assert.NotNull(SettingsFile.Read(configuration, out var mistakes));
        Assert.Empty(mistakes);
    }

    [Fact]
    public void All_mistakes_are_said_at_once()
    {
        var said = Mistakes(new()
        {
            ["Issuer"] = "http://bridge.example.com",
            ["Isuer"] = "https://bridge.example.com",
            ["Listeners:Public:Url"] = "https://0.0.0.0:443",
            ["Listeners:Public:Certificate"] = "/nowhere/tls.crt",
            ["Listeners:Admin:Url"] = "http://admin.example.com:5081",
            ["Proxies:0"] = "everybody",
            ["Storage:Provider"] = "Oracle",
            ["Keys:Announce"] = "1 day",
            ["Exchange:Leeway"] = "61s",
            ["Exchange:LifetimeCeiling"] = "13h",
            ["Limits:AddressPerMinute"] = "-1",
            ["Records:Keep"] = "0d",
        });

        Assert.Equal("""
            Bridge:Issuer: must be https; http is only for loopback
            Bridge:Exchange:Leeway: must be from 0s to 1m
            Bridge:Exchange:LifetimeCeiling: must be from 30s to 12h
            Bridge:Listeners:Public:Certificate: there is no file /nowhere/tls.crt
            Bridge:Listeners:Public:Certificate: an https Url needs a Certificate and its CertificateKey, as PEM files that are there
            Bridge:Listeners:Admin:Url: must be http or https with an address and a port, such as http://127.0.0.1:5080, https://[::]:443 or https://*:443
            Bridge:Keys:Announce: must be a whole number with s, m, h or d, such as 30s, 10m, 1h or 2d
            Bridge:Proxies:0: must be an address or a network, such as 10.0.0.7 or 10.0.0.0/8
            Bridge:Storage:Provider: must be Sqlite or PostgreSql
            Bridge:Records:Keep: must be from 1d to 10950d
            Bridge:Limits:AddressPerMinute: must be a whole number from 0 to 1000000
            Bridge:Isuer: is no setting of Bridge
            """, said, ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("https://bridge.example.com", null)]
    [InlineData("https://bridge.example.com/ci/bridge", null)]
    [InlineData("http://localhost:5080", null)]
    [InlineData("http://127.0.0.1", null)]
    [InlineData("", "is missing")]
    [InlineData("bridge.example.com", "must be an https URL")]
    [InlineData("ftp://bridge.example.com", "must be an https URL")]
    [InlineData("http://10.0.0.1", "must be https")]
    [InlineData("https://bridge.example.com/", "cannot end with a slash")]
    [InlineData("https://bridge.example.com/p/", "cannot end with a slash")]
    [InlineData("https://bridge.example.com?a=b", "cannot have a query")]
    [InlineData("https://bridge.example.com#a", "cannot have a query or a fragment")]
    [InlineData("https://user@bridge.example.com", "cannot have a user")]
    [InlineData("https://Bridge.example.com", "canonical form: https://bridge.example.com")]
    [InlineData("HTTPS://bridge.example.com", "canonical form")]
    [InlineData("https://bridge.example.com:443", "canonical form: https://bridge.example.com")]
    [InlineData("https://bridge.example.com/a/../b", "canonical form: https://bridge.example.com/b")]
    [InlineData("https://bridge.example.com/{path}", "canonical form")]
    [InlineData("https://bridge.example.com/a//b", "can have only letters")]
    [InlineData("https://bridge.example.com/a%20b", "can have only letters")]
    [InlineData(" https://bridge.example.com", "canonical form")]
    [InlineData("https://bücher.example.com", "must be ASCII")]
    public void The_issuer_has_one_spelling(string issuer, string? mistake)
    {
        var said = Mistakes(new() { ["Issuer"] = issuer });

        if (mistake is null)
            Assert.Equal("", said);
        else
            Assert.Contains($"Bridge:Issuer: {(mistake.StartsWith("canonical", StringComparison.Ordinal) ? "must be written in its " : "")}{mistake}", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Keys:Announce", "1h", "Bridge:Keys:Announce: must be at least Keys:JwksMaxAge and Keys:Refresh together: 3630s")]
    [InlineData("Keys:Announce", "3630s", "")]
    [InlineData("Keys:Retire", "7229s", "Bridge:Keys:Retire: must be at least Exchange:LifetimeCeiling, Exchange:Leeway and Keys:JwksMaxAge together: 7230s")]
    [InlineData("Keys:Retire", "7230s", "")]
    [InlineData("Listeners:Admin:Url", "http://127.0.0.1:5080", "Bridge:Listeners:Admin:Url: must be of another address or port than the public listener")]
    [InlineData("Listeners:Admin:Url", "http://*:5080", "Bridge:Listeners:Admin:Url: must be of another address or port than the public listener")]
    [InlineData("Storage:Path", "/nowhere/bridge.db", "Bridge:Storage:Path: must be in a folder that is there: /nowhere is not")]
    [InlineData("Storage:Provider", "PostgreSql", "Bridge:Storage:ConnectionString: is missing: PostgreSql needs one, such as Host=…;Username=…;Database=…")]
    [InlineData("Storage:FreeSpaceFloor", "1000", "Bridge:Storage:FreeSpaceFloor: must be a whole number with KiB, MiB or GiB, such as 256MiB")]
    [InlineData("Proxies", "10.0.0.1", "Bridge:Proxies: must be a list; in the environment Bridge__Proxies__0 and so on")]
    [InlineData("Listeners:Public", "http://127.0.0.1", "Bridge:Listeners:Public: is no setting of Bridge")]
    public void Settings_fit_together(string key, string value, string said) => Assert.Equal(said, Mistakes(new() { [key] = value }));

    // What it holds may be a password, so it is not repeated.
    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=db;Port=many")]
    [InlineData("Host=db;Unknown=7")]
    [InlineData("Username=bridge;Password=hidden-secret")]
    [InlineData("postgres://bridge:hidden-secret@db/bridge")]
    [InlineData("postgres://bridge:hidden-secret@db/bridge?sslmode=require")]
    public void A_connection_string_that_is_none_is_told_without_repeating_it(string text)
    {
        var said = Mistakes(new() { ["Storage:Provider"] = "PostgreSql", ["Storage:ConnectionString"] = text });

        Assert.StartsWith("Bridge:Storage:ConnectionString: is no connection string, such as Host=…;Username=…;Database=…", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-secret", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"Bridge\": {", "Expected depth to be zero")]
    [InlineData("{ \"Bridge\": { \"Issuer\": \"https://one.test\", \"Issuer\": \"https://two.test\" } }", "A duplicate key 'Bridge:Issuer' was found.")]
    public void A_file_that_cannot_be_read_is_told_with_its_name(string json, string why)
    {
        var folder = Directory.CreateTempSubdirectory("bridge-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "appsettings.json"), json);

            var told = Assert.Throws<CannotRunException>(() => SettingsFile.Load(folder.FullName)).Message;

            Assert.Contains(Path.Combine(folder.FullName, "appsettings.json"), told, StringComparison.Ordinal);
            Assert.Contains(why, told, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Each default as the README has it, where a weaker one would go unnoticed.
    [Fact]
    public void Where_nothing_is_said_the_settings_are_those_of_the_README()
    {
        var settings = Read([], out _)!;

        Assert.Equal(("127.0.0.1:5080", "127.0.0.1:5081"), (settings.Public.EndPoint.ToString(), settings.Admin.EndPoint.ToString()));
        Assert.Empty(settings.Proxies);
        Assert.Empty(settings.Warnings);
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromHours(1)), (settings.Exchange.Leeway, settings.Exchange.LifetimeCeiling));
        Assert.Equal((TimeSpan.FromDays(1), TimeSpan.FromDays(1)), (settings.Keys.Announce, settings.Keys.Retire));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromSeconds(30)), (settings.Keys.JwksMaxAge, settings.Keys.Refresh));
        Assert.Equal((600, 20), (settings.Limits.AddressPerMinute, settings.Limits.FailuresPerMinute));
        Assert.Equal((TimeSpan.FromDays(400), TimeSpan.FromDays(90)), (settings.Storage.RecordRetention, settings.Storage.PersonalDataRetention));
        Assert.Equal((StorageProvider.Sqlite, 256L << 20), (settings.Storage.Provider, settings.Storage.FreeSpaceFloor));
        Assert.Equal((true, TimeSpan.FromHours(1), TimeSpan.FromHours(12)), (settings.Pages.LocalSignIn, settings.Pages.SessionIdle, settings.Pages.SessionLifetime));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5081", true)]
    [InlineData("http://[::]:5081", true)]
    [InlineData("http://127.0.0.2:5081", false)]
    [InlineData("http://[::1]:5081", false)]
    public void An_admin_listener_in_plain_http_beyond_this_machine_is_warned_of(string url, bool warned)
    {
        var warnings = Read(new() { ["Listeners:Admin:Url"] = url }, out _)!.Warnings;

        Assert.Equal(warned, warnings.Any(warning => warning.StartsWith("The admin listener is plain http beyond loopback", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_port_warns_for_Aws() =>
        Assert.Contains("AWS", Assert.Single(Read(new() { ["Issuer"] = "https://bridge.example.com:8443" }, out _)!.Warnings), StringComparison.Ordinal);

    internal static string Mistakes(Dictionary<string, string?> settings)
    {
        Read(settings, out var mistakes);
        return string.Join(Environment.NewLine, mistakes);
    }

    private static BridgeSettings? Read(Dictionary<string, string?> settings, out IReadOnlyList<Configuration.Mistake> mistakes)
    {
        settings.TryAdd("Issuer", "https://bridge.example.com");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => new KeyValuePair<string, string?>($"Bridge:{pair.Key}", pair.Value))).Build();
        return SettingsFile.Read(configuration, out mistakes);
    }
}
