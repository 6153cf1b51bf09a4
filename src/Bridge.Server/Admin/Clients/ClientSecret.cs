using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Bridge.Configuration;
using Bridge.Server.Admin.Definitions.Forms;

namespace Bridge.Server.Admin.Clients;

/// <summary>A client secret that Bridge makes: 256 random bits, shown once, kept as SHA-256 in the client's definition.</summary>
internal static class ClientSecret
{
    /// <summary>The member of a client's definition with the hashes.</summary>
    public const string Member = "secret_sha256";

    /// <summary>So many are good at once: the old and the new one during a change.</summary>
    public const int Most = 2;

    private const int Bytes = 32;

    public static (string Text, string Hash) Make()
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        return (text, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))));
    }

    public static ImmutableArray<string> HashesOf(Node.Map client) => client.TextsAt(Member);

    public static Node.Map With(Node.Map client, IEnumerable<string> hashes) => client.With(Member, NodeParts.Texts(hashes));
}
