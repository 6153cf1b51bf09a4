namespace Bridge.Keys;

/// <summary>The file of the key-encryption key: mode 0600, never replaced, changed only by an atomic rename.</summary>
public static class KeyEncryptionFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the file with a new key, or gives false where one exists.</summary>
    public static bool Create(string path)
    {
        if (File.Exists(path))
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Write(path, KeyEncryption.NewLine() + "\n", FileMode.CreateNew);
        return true;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="FormatException">It does not hold keys.</exception>
    public static KeyEncryption Read(string path) => KeyEncryption.Parse(File.ReadAllText(path));

    /// <summary>Puts a new key before those that are there.</summary>
    public static void AddKey(string path) => Replace(path, KeyEncryption.NewLine() + "\n" + File.ReadAllText(path));

    /// <summary>Keeps the first key alone.</summary>
    public static void DropOldKeys(string path) => Replace(path, File.ReadLines(path).First() + "\n");

    private static void Replace(string path, string text)
    {
        var next = path + ".new";
        File.Delete(next);
        Write(next, text, FileMode.CreateNew);
        File.Move(next, path, overwrite: true);
    }

    private static void Write(string path, string text, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(path, options);
        using (var writer = new StreamWriter(file, leaveOpen: true))
            writer.Write(text);
        file.Flush(flushToDisk: true);
    }
}
