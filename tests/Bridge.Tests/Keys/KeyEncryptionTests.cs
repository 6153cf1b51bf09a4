using Bridge.Keys;
using Bridge.Testing;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Keys;

public sealed class KeyEncryptionTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bridge-kek");

    private string FilePath => Path.Combine(folder.FullName, "kek");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void What_was_wrapped_is_unwrapped_for_the_same_row_alone()
    {
        var encryption = KeyEncryption.Parse(KeyEncryption.NewLine());
        FsCheck.Check.One(Cases.Of(100), Prop.ForAll<FsCheck.NonEmptyArray<byte>, string>((octets, row) =>
        {
            var wrapped = encryption.Wrap(octets.Get, row + "a");
            Assert.Equal(octets.Get, encryption.Unwrap(wrapped, row + "a"));
            Assert.Throws<KeyEncryptionException>(() => encryption.Unwrap(wrapped, row + "b"));
            Assert.NotEqual(wrapped, encryption.Wrap(octets.Get, row + "a"));
        }));
    }

    [Fact]
    public void Every_changed_octet_is_noticed()
    {
        var encryption = KeyEncryption.Parse(KeyEncryption.NewLine());
        var wrapped = encryption.Wrap([1, 2, 3], "row");
        for (var i = 0; i < wrapped.Length; i++)
            Assert.Throws<KeyEncryptionException>(() => encryption.Unwrap(wrapped.SetItem(i, (byte)(wrapped[i] ^ 1)), "row"));
        for (var length = 0; length < wrapped.Length; length++)
            Assert.Throws<KeyEncryptionException>(() => encryption.Unwrap(wrapped[..length], "row"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    [InlineData("a secret that must not be told")]
    [InlineData("bridge-kek-1:c2VjcmV0")]
    [InlineData("bridge-kek-1:!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("bridge-kek-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("bridge-kek-2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void File_that_holds_no_keys_is_refused_without_repeating_it(string text)
    {
        var mistake = Assert.Throws<FormatException>(() => KeyEncryption.Parse(text));
        Assert.DoesNotContain("secret", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_is_made_once_for_its_owner_alone()
    {
        var path = Path.Combine(folder.FullName, "a", "b", "kek");
        Assert.True(KeyEncryptionFile.Create(path));
        var text = File.ReadAllText(path);
        Assert.False(KeyEncryptionFile.Create(path));
        Assert.Equal(text, File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.NotEmpty(KeyEncryptionFile.Read(path).Id);
        AssertOwnerOnly(path);
    }

    [Fact]
    public void File_that_a_crash_left_half_made_stands_in_nobodys_way()
    {
        File.WriteAllText(FilePath + ".new", "bridge-k");
        Assert.True(KeyEncryptionFile.Create(FilePath));
        KeyEncryptionFile.Read(FilePath);
        File.WriteAllText(FilePath + ".new", "bridge-k");
        KeyEncryptionFile.AddKey(FilePath);
        KeyEncryptionFile.Read(FilePath);
    }

    [Fact]
    public void Link_that_leads_nowhere_is_not_followed()
    {
        File.CreateSymbolicLink(FilePath, Path.Combine(folder.FullName, "elsewhere"));
        Assert.False(KeyEncryptionFile.Create(FilePath));
        Assert.False(File.Exists(Path.Combine(folder.FullName, "elsewhere")));
    }

    [Fact]
    public void Change_of_the_key_reads_old_rows_until_the_old_key_is_dropped()
    {
        KeyEncryptionFile.Create(FilePath);
        var first = KeyEncryptionFile.Read(FilePath);
        var old = first.Wrap([1], "row");
        KeyEncryptionFile.AddKey(FilePath);
        var both = KeyEncryptionFile.Read(FilePath);
        Assert.NotEqual(first.Id, both.Id);
        Assert.Equal([1], both.Unwrap(old, "row"));
        var anew = both.Wrap([1], "row");
        KeyEncryptionFile.DropOldKeys(FilePath);
        var second = KeyEncryptionFile.Read(FilePath);
        Assert.Equal((both.Id, true), (second.Id, second.Unwrap(anew, "row") is [1]));
        var refused = Assert.Throws<KeyEncryptionException>(() => second.Unwrap(old, "row"));
        Assert.Contains(first.Id, refused.Message, StringComparison.Ordinal);
        AssertOwnerOnly(FilePath);
    }

    [Fact]
    public void File_edited_by_hand_loses_no_key()
    {
        var line = KeyEncryption.NewLine();
        File.WriteAllText(FilePath, $"\r\n  {line}\r\n\r\n");
        KeyEncryptionFile.DropOldKeys(FilePath);
        Assert.Equal(KeyEncryption.Parse(line).Id, KeyEncryptionFile.Read(FilePath).Id);
    }

    [Fact]
    public void File_that_holds_no_keys_is_not_replaced()
    {
        File.WriteAllText(FilePath, "something of mine");
        Assert.Throws<FormatException>(() => KeyEncryptionFile.AddKey(FilePath));
        Assert.Throws<FormatException>(() => KeyEncryptionFile.DropOldKeys(FilePath));
        Assert.Equal("something of mine", File.ReadAllText(FilePath));
    }

    [Fact]
    public void Link_stays_a_link_to_the_changed_file()
    {
        var target = Path.Combine(folder.FullName, "target");
        KeyEncryptionFile.Create(target);
        File.CreateSymbolicLink(FilePath, target);
        KeyEncryptionFile.AddKey(FilePath);
        Assert.Equal(target, new FileInfo(FilePath).LinkTarget);
        Assert.Equal(2, File.ReadAllLines(target).Length);
    }

    private static void AssertOwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }
}
