using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Bridge.Server.Hosting;

namespace Bridge.Server.Settings;

/// <summary>Reads the two listeners.</summary>
internal static class ListenerReader
{
    public static (ListenerSettings? Public, ListenerSettings? Admin) Read(SettingsReader reader, ImmutableArray<string>.Builder warnings)
    {
        var publicListener = One(reader, "Listeners:Public", "http://127.0.0.1:5080");
        var adminListener = One(reader, "Listeners:Admin", "http://127.0.0.1:5081");
        if (publicListener is not null && adminListener is not null && publicListener.EndPoint.Port != 0 && publicListener.EndPoint.Port == adminListener.EndPoint.Port
            && (publicListener.EndPoint.Equals(adminListener.EndPoint) || Any(publicListener) || Any(adminListener)))
            reader.Mistake("Listeners:Admin:Url", "must be of another address or port than the public listener");
        if (adminListener is { IsLoopback: false, Certificate: null })
            warnings.Add("The admin listener is plain http beyond loopback: what administrators send can be read on the way, unless a proxy of this machine encrypts it.");
        return (publicListener, adminListener);
    }

    private static bool Any(ListenerSettings listener) => listener.EndPoint.Address.Equals(IPAddress.Any) || listener.EndPoint.Address.Equals(IPAddress.IPv6Any);

    private static ListenerSettings? One(SettingsReader reader, string key, string usual)
    {
        var (certificate, certificateKey) = (File(reader, key + ":Certificate"), File(reader, key + ":CertificateKey"));
        if (EndPoint(reader.Text(key + ":Url") ?? usual, out var secure) is not { } endPoint)
        {
            reader.Mistake(key + ":Url", "must be http or https with an address and a port, such as http://127.0.0.1:5080, https://[::]:443 or https://*:443");
            return null;
        }

        if (!secure && (certificate ?? certificateKey) is not null)
            reader.Mistake(key + ":Certificate", "is only for an https Url");
        else if (secure && (certificate is null || certificateKey is null))
            reader.Mistake(key + ":Certificate", "an https Url needs a Certificate and its CertificateKey, as PEM files that are there");
        else if (secure)
            Usable(reader, key, certificate!, certificateKey!);
        return new ListenerSettings(endPoint, certificate, certificateKey);
    }

    private static string? File(SettingsReader reader, string key)
    {
        if (reader.Text(key) is not { } text)
            return null;
        var path = Path.GetFullPath(text);
        if (System.IO.File.Exists(path))
            return path;
        reader.Mistake(key, $"there is no file {path}");
        return null;
    }

    private static void Usable(SettingsReader reader, string key, string certificate, string certificateKey)
    {
        try
        {
            CertificateFile.Load(certificate, certificateKey);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            reader.Mistake(key + ":Certificate", $"the certificate and its key cannot be used: {e.Message}");
        }
    }

    private static IPEndPoint? EndPoint(string url, out bool secure)
    {
        secure = url.StartsWith("https://", StringComparison.Ordinal);
        if (!secure && !url.StartsWith("http://", StringComparison.Ordinal))
            return null;
        try
        {
            var address = BindingAddress.Parse(url);
            return address.PathBase.Length == 0 && Address(address.Host) is { } host ? new IPEndPoint(host, address.Port) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static IPAddress? Address(string host) => host switch
    {
        "*" or "+" => IPAddress.IPv6Any,
        "localhost" => IPAddress.Loopback,
        _ => IPAddress.TryParse(host, out var address) ? address : null,
    };
}
