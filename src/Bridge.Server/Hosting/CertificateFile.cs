using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bridge.Server.Hosting;

/// <summary>
/// The certificate of a listener, with its chain, read again when its files change: whoever renews it need not restart
/// anything. Files that cannot be used leave the last good certificate in place.
/// </summary>
internal sealed partial class CertificateFile
{
    // Looked at by time and not by watching: a mounted secret changes by a renamed link, which watchers miss.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly string certificate;
    private readonly string key;
    private readonly TimeProvider time;
    private readonly ILogger<CertificateFile> logger;
    private readonly Lock gate = new();
    private SslStreamCertificateContext context;
    private (DateTime, DateTime) written;
    private long lookedAt;

    public CertificateFile(string certificate, string key, TimeProvider time, ILogger<CertificateFile> logger)
    {
        (this.certificate, this.key, this.time, this.logger) = (certificate, key, time, logger);
        (written, lookedAt) = (Written(), time.GetTimestamp());
        context = Load(certificate, key);
    }

    public SslStreamCertificateContext Current
    {
        get
        {
            lock (gate)
            {
                if (time.GetElapsedTime(lookedAt) >= LookEvery)
                    Look();
                return context;
            }
        }
    }

    /// <summary>Reads a certificate, its chain and its private key.</summary>
    public static SslStreamCertificateContext Load(string certificate, string key)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificate);
        var leaf = X509Certificate2.CreateFromPemFile(certificate, key);
        // Offline: what the file does not hold is not fetched from the network.
        return SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    private void Look()
    {
        lookedAt = time.GetTimestamp();
        var now = Written();
        if (now == written)
            return;
        written = now;
        try
        {
            context = Load(certificate, key);
            Log.Renewed(logger, certificate, context.TargetCertificate.NotAfter.ToUniversalTime());
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            Log.Unusable(logger, certificate, e.Message);
        }
    }

    private (DateTime, DateTime) Written() => (File.GetLastWriteTimeUtc(certificate), File.GetLastWriteTimeUtc(key));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The certificate {File} was read anew; it is valid until {NotAfter}", EventName = "CertificateRenewed")]
        public static partial void Renewed(ILogger logger, string file, DateTime notAfter);

        [LoggerMessage(2, LogLevel.Error, "The changed certificate {File} cannot be used, so the one before it stays: {Why}", EventName = "CertificateUnusable")]
        public static partial void Unusable(ILogger logger, string file, string why);
    }
}
