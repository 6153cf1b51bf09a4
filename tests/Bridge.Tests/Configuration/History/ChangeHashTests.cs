using System.Security.Cryptography;
using System.Text;
using Bridge.Configuration.History;
using Xunit;

namespace Bridge.Tests.Configuration.History;

public sealed class ChangeHashTests
{
    private static readonly ChangeEntry Entry = new()
    {
        Revision = 7,
        At = new DateTimeOffset(2026, 7, 1, 14, 0, 0, 5, TimeSpan.FromHours(2)),
        Author = "cli:root@host",
        Difference = "+ clients/ci\n~ clients/é",
        PreviousHash = "ab",
    };

    [Fact]
    public void It_is_the_SHA_256_of_the_canonical_JSON_of_the_entry_with_its_items()
    {
        const string Canonical = """{"at":"2026-07-01T12:00:00.005Z","author":"cli:root@host","difference":"+ clients/ci\n~ clients/é","file_hash":null,"items":[{"after":"{\"id\":\"ci\"}","before":null,"id":"ci","section":"clients","version":1},{"after":null,"before":"{}","id":"é","section":"clients","version":12}],"previous_hash":"ab","revision":7,"warnings":null,"why":null}""";

        Assert.Equal(Sha256(Canonical), Hash(Entry, new("clients", "ci", 1, null, """{"id":"ci"}"""), new("clients", "é", 12, "{}", null)));
    }

    [Fact]
    public void An_entry_without_items_has_an_empty_list_of_them()
    {
        const string Canonical = """{"at":"2026-07-01T12:00:00.005Z","author":"cli:root@host","difference":"+ clients/ci\n~ clients/é","file_hash":"ff","items":[],"previous_hash":null,"revision":7,"warnings":"[]","why":"because"}""";

        Assert.Equal(Sha256(Canonical), Hash(Entry with { FileHash = "ff", PreviousHash = null, Warnings = "[]", Why = "because" }));
    }

    // RFC 8785 §3.2.2.2, and longer than what is held at once.
    [Fact]
    public void Texts_are_escaped_as_canonical_JSON_demands()
    {
        var why = "\b\t\n\f\r\"\\/\u0001\u001f\u007f<&é\u2028\U0001F600" + new string('€', 20_000);
        var escaped = "\\b\\t\\n\\f\\r\\\"\\\\/\\u0001\\u001f\u007f<&é\u2028\U0001F600" + new string('€', 20_000);

        Assert.Equal(
            Sha256($$"""{"at":"2026-07-01T12:00:00.005Z","author":"cli:root@host","difference":"","file_hash":null,"items":[],"previous_hash":"ab","revision":7,"warnings":null,"why":"{{escaped}}"}"""),
            Hash(Entry with { Difference = "", Why = why }));
    }

    [Fact]
    public void Each_member_counts()
    {
        ChangeItem item = new("clients", "ci", 1, "b", "a");
        string[] hashes =
        [
            Hash(Entry, item), Hash(Entry with { Revision = 8 }, item), Hash(Entry with { At = Entry.At.AddMilliseconds(1) }, item), Hash(Entry with { Author = "x" }, item),
            Hash(Entry with { Why = "x" }, item), Hash(Entry with { FileHash = "x" }, item), Hash(Entry with { Difference = "x" }, item), Hash(Entry with { Warnings = "x" }, item),
            Hash(Entry with { PreviousHash = "x" }, item), Hash(Entry), Hash(Entry, item, item), Hash(Entry, item with { Section = "x" }), Hash(Entry, item with { Id = "x" }),
            Hash(Entry, item with { Version = 2 }), Hash(Entry, item with { Before = null }), Hash(Entry, item with { After = null }), Hash(Entry, item with { Before = "a", After = "b" }),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    private static string Hash(ChangeEntry entry, params ChangeItem[] items)
    {
        using var hash = new ChangeHash(entry);
        foreach (var item in items)
            hash.Add(item);
        return hash.End();
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
