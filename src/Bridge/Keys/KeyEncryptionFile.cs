namespace Bridge.Keys;

/// <summary>The file of the key-encryption key: mode 0600, never replaced, changed only by an atomic rename.</summary>
public static class KeyEncryptionFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the file with a new key, or gives false where one exists.</summary>
    public static bool Create(string path)
    {
        if (Path.Exists(path))
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // Written whole under another name first: a file that a crash left half written would stand in the way for ever.
        var next = Write(path, KeyEncryption.NewLine() + "\n");
        try
        {
            File.Move(next, path, overwrite: false);
            return true;
        }
        catch (IOException) when (Path.Exists(path))
        {
            File.Delete(next);
            return false;
        }
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="FormatException">It does not hold keys.</exception>
    public static KeyEncryption Read(string path) => KeyEncryption.Parse(File.ReadAllText(path));

    /// <summary>Puts a new key before those that are there.</summary>
    public static void AddKey(string path) => Replace(path, lines => [KeyEncryption.NewLine(), .. lines]);

    /// <summary>Keeps the first key alone.</summary>
    public static void DropOldKeys(string path) => Replace(path, lines => lines[..1]);

    private static void Replace(string path, Func<string[], string[]> change)
    {
        // The file itself is replaced where the path is a link to it.
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var text = File.ReadAllText(file);
        KeyEncryption.Parse(text);
        var lines = change(text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        File.Move(Write(file, string.Join('\n', lines) + "\n"), file, overwrite: true);
    }

    private static string Write(string path, string text)
    {
        var next = path + ".new";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(next, options);
        using (var writer = new StreamWriter(file, leaveOpen: true))
            writer.Write(text);
        file.Flush(flushToDisk: true);
        return next;
    }
}
