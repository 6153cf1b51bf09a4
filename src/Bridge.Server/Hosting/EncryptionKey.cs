using Bridge.Keys;

namespace Bridge.Server.Hosting;

/// <summary>Reads the key-encryption key of the file that the settings name.</summary>
public static class EncryptionKey
{
    /// <summary>The key, or null and the reason noted.</summary>
    public static KeyEncryption? Read(string path, ICollection<string> reasons)
    {
        try
        {
            return KeyEncryptionFile.Read(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            reasons.Add($"There is no key-encryption key file {path}: run `bridge init`, or copy the file from another node of this Bridge.");
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            reasons.Add($"The key-encryption key file {path} cannot be used: {e.Message}");
        }

        return null;
    }
}
