using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Hosting;

public sealed class HttpsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bridge-").FullName;
    private readonly ManualClock clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Certificate => Path.Combine(folder, "tls.crt");

    private string Key => Path.Combine(folder, "tls.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_certificate_is_read_again_when_its_files_change()
    {
        var first = Write(DateTime.UnixEpoch);
        await using var bridge = await StartAsync();
        Assert.Equal(first, await ServedAsync(bridge));

        var second = Write(DateTime.UnixEpoch.AddDays(1));
        Assert.Equal(first, await ServedAsync(bridge));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(second, await ServedAsync(bridge));

        await File.WriteAllTextAsync(Certificate, "nothing", Ct);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(second, await ServedAsync(bridge));
        Assert.Contains("CertificateUnusable", bridge.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_cannot_be_used_is_a_mistake_of_the_settings()
    {
        Write(DateTime.UnixEpoch);
        File.WriteAllText(Key, "nothing");

        Assert.Contains("Bridge:Listeners:Public:Certificate: the certificate and its key cannot be used", SettingsTests.Mistakes(Settings), StringComparison.Ordinal);
    }

    private Dictionary<string, string?> Settings => new(StringComparer.Ordinal)
    {
        ["Listeners:Public:Url"] = "https://127.0.0.1:0",
        ["Listeners:Public:Certificate"] = Certificate,
        ["Listeners:Public:CertificateKey"] = Key,
    };

    private Task<BridgeServer> StartAsync() => BridgeServer.StartAsync(new BridgeServerOptions { Time = clock, Settings = Settings }, Ct);

    private static async Task<string> ServedAsync(BridgeServer bridge)
    {
        var served = "";
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
#pragma warning disable CA5359 // The certificate itself is what is asked for.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            served = ((X509Certificate2)certificate!).Thumbprint;
            return true;
        };
#pragma warning restore CA5359
        using var client = new HttpClient(handler) { BaseAddress = bridge.Public.BaseAddress, DefaultRequestVersion = new Version(2, 0) };
        var response = await client.GetAsync("/health/ready", Ct);
        response.EnsureSuccessStatusCode();
        Assert.Equal("", await response.Content.ReadAsStringAsync(Ct));
        Assert.Equal(new Version(2, 0), response.Version);
        return served;
    }

    private string Write(DateTime writtenAt)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var from = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(from, from.AddYears(20));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
        File.SetLastWriteTimeUtc(Certificate, writtenAt);
        return certificate.Thumbprint;
    }
}
