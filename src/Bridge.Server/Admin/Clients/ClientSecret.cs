using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Server.Admin.Clients;

/// <summary>A client secret that Bridge makes: 256 random bits, shown once, kept as SHA-256.</summary>
internal static class ClientSecret
{
    private const int Bytes = 32;

    public static (string Text, string Hash) Make()
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        return (text, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))));
    }
}
