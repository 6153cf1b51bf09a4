using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Attacks;

/// <summary>
/// All that must stay secret in a test, and all that came out of it. At the end of each test it is asserted here, and only
/// here, that no secret and no stack trace showed anywhere.
/// </summary>
public sealed class Disclosure
{
    private const string StackTrace = "   at Bridge";

    private readonly ConcurrentDictionary<string, byte> secrets = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> shown = [];
    private readonly ConcurrentDictionary<CapturedLog, byte> logs = [];

    /// <summary>A token or client secret that must not show. Of a token its signature alone must not show either.</summary>
    public void Keep(string secret)
    {
        secrets.TryAdd(secret, 0);
        if (secret.LastIndexOf('.') is var dot and >= 0 && secret.Length - dot > 40)
            secrets.TryAdd(secret[(dot + 1)..], 0);
    }

    /// <summary>A text that everyone may see: an answer, an output, a row.</summary>
    public void Saw(string? text) => shown.Add(text ?? "");

    /// <summary>An answer; the token that it hands out is a secret everywhere else.</summary>
    public void Saw(TokenResponse response)
    {
        Saw(response.Headers.ToString());
        if (response.Text.Length == 0 || response.Json["access_token"] is not JsonValue issued)
        {
            Saw(response.Text);
            return;
        }

        Keep(issued.ToString());
        Saw(response.Text.Replace(issued.ToString(), "", StringComparison.Ordinal));
    }

    /// <summary>A log, to be read at the end.</summary>
    public void Watch(CapturedLog log) => logs.TryAdd(log, 0);

    public void AssertNothingShowed()
    {
        foreach (var text in shown.Concat(logs.Keys.Select(log => log.Text)))
        {
            foreach (var secret in secrets.Keys)
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"A secret showed in: {text}");
            Assert.False(text.Contains(StackTrace, StringComparison.Ordinal), $"A stack trace showed in: {text}");
        }
    }
}
