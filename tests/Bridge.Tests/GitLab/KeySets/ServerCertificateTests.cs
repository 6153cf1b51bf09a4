using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.GitLab;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

/// <summary>Which servers are believed to be the issuer's.</summary>
public sealed class ServerCertificateTests : KeyFetchTest
{
    [Fact]
    public async Task Server_certificate_must_chain_to_the_ca_file_and_name_the_host()
    {
        using var authority = Authority("Right");
        using var wrong = Authority("Wrong");
        using var certificate = Certificate(authority, san => san.AddIpAddress(IPAddress.Loopback));
        using var misnamed = Certificate(authority, san => san.AddDnsName("gitlab.example.com"));
        await using var server = await KeyServer.StartAsync(Set, certificate);
        await using var other = await KeyServer.StartAsync(Set, misnamed);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
            KeyOrigin Trusting(Uri address) => TestIssuer.Nowhere with { Jwks = address, CaFile = file, Insecure = true };
            Assert.Null(await ErrorAsync(TestIssuer.Of(Trusting(server.Keys))));
            Assert.Contains("no trusted TLS", await ErrorAsync(TestIssuer.Of(Trusting(other.Keys))), StringComparison.Ordinal);
            Assert.StartsWith(
                $"{server.Keys} cannot be read: no trusted TLS connection can be made: The remote certificate is invalid", await ErrorAsync(TestIssuer.Jwks(server.Keys)), StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, wrong.ExportCertificatePem(), TestContext.Current.CancellationToken);
            Assert.Contains("no trusted TLS", await ErrorAsync(TestIssuer.Of(Trusting(server.Keys))), StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, "nothing", TestContext.Current.CancellationToken);
            Assert.Contains("holds no certificate", await ErrorAsync(TestIssuer.Of(Trusting(server.Keys))), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Contains("cannot be read", await ErrorAsync(TestIssuer.Of(TestIssuer.Nowhere with { Jwks = server.Keys, CaFile = file })), StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1", true)]
    [InlineData("1.3.6.1.5.5.7.3.2", false)]
    public async Task Certificate_for_another_purpose_than_a_server_is_refused(string purpose, bool taken)
    {
        using var authority = Authority("Right");
        using var certificate = Certificate(authority, san => san.AddIpAddress(IPAddress.Loopback), new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        await using var server = await KeyServer.StartAsync(Set, certificate);
        var error = await WithAuthorityAsync(authority, file => ErrorAsync(TestIssuer.Of(TestIssuer.Nowhere with { Jwks = server.Keys, CaFile = file })));
        Assert.Equal(taken, error is null);
        Assert.Equal(taken ? 1 : 0, server.Requests);
    }

    [Fact]
    public async Task Server_that_is_not_trusted_does_not_choose_what_is_fetched()
    {
        await using var elsewhere = await KeyServer.StartAsync();
        using var unknown = Authority("Unknown");
        using var certificate = Certificate(
            unknown, san => san.AddIpAddress(IPAddress.Loopback), new X509AuthorityInformationAccessExtension(ocspUris: [elsewhere.Keys.ToString()], caIssuersUris: [elsewhere.Keys.ToString()]));
        await using var server = await KeyServer.StartAsync(Set, certificate);
        using var authority = Authority("Right");
        Assert.Contains("no trusted TLS", await ErrorAsync(TestIssuer.Jwks(server.Keys)), StringComparison.Ordinal);
        var error = await WithAuthorityAsync(authority, file => ErrorAsync(TestIssuer.Of(TestIssuer.Nowhere with { Jwks = server.Keys, CaFile = file })));
        Assert.Contains("no trusted TLS", error, StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Requests);
    }

    private static async Task<string?> WithAuthorityAsync(X509Certificate2 authority, Func<string, Task<string?>> fetch)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
            return await fetch(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
    }

    private static X509Certificate2 Certificate(X509Certificate2 authority, Action<SubjectAlternativeNameBuilder> name, params X509Extension[] further)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        name(names);
        request.CertificateExtensions.Add(names.Build());
        foreach (var extension in further)
            request.CertificateExtensions.Add(extension);
        using var certificate = request.Create(authority, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1), [1, 2, 3]);
        return certificate.CopyWithPrivateKey(key);
    }
}
