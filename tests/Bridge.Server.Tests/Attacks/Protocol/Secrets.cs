using Xunit;

namespace Bridge.Server.Tests.Attacks.Protocol;

/// <summary>Everything that was sent or issued and must not be repeated, and the one look for it.</summary>
internal sealed class Secrets
{
    // What is shorter would be found by chance, and is nobody's secret.
    private const int Shortest = 16;

    private readonly HashSet<string> secrets = new(StringComparer.Ordinal);

    /// <summary>Notes secrets; of a token its payload and its signature count by themselves as well.</summary>
    public void Add(IEnumerable<string> carried) =>
        secrets.UnionWith(carried.SelectMany(text => text.Split('.').Skip(1).Append(text)).Where(text => text.Length >= Shortest));

    /// <summary>Fails where a secret or a stack trace stands in <paramref name="text"/>.</summary>
    public void DemandAbsence(string where, string text)
    {
        Assert.DoesNotContain("   at Bridge", text, StringComparison.Ordinal);
        foreach (var secret in secrets)
            Assert.False(text.Contains(secret, StringComparison.Ordinal), $"a token or a secret stands in {where}: {text}");
    }
}
