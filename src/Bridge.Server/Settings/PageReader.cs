using System.Collections.Immutable;

namespace Bridge.Server.Settings;

/// <summary>Reads the settings of the admin pages.</summary>
internal static class PageReader
{
    public static PageSettings Read(SettingsReader reader) => new()
    {
        Url = Url(reader),
        LocalSignIn = reader.Flag("Pages:LocalSignIn", true),
        SessionIdle = reader.Duration("Pages:SessionIdle", TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
        SessionLifetime = reader.Duration("Pages:SessionLifetime", TimeSpan.FromHours(12), TimeSpan.FromMinutes(5), TimeSpan.FromDays(30)),
        GitLabSecretFiles = SecretFiles(reader),
    };

    private static ImmutableDictionary<string, string> SecretFiles(SettingsReader reader)
    {
        var files = reader.Pairs("Pages:GitLabSecretFiles").ToImmutableDictionary(pair => pair.Key, pair => Path.GetFullPath(pair.Value), StringComparer.OrdinalIgnoreCase);
        foreach (var (issuer, file) in files.Where(pair => !File.Exists(pair.Value)))
            reader.Mistake($"Pages:GitLabSecretFiles:{issuer}", $"there is no file {file}");
        return files;
    }

    private static Uri? Url(SettingsReader reader)
    {
        if (reader.Text("Pages:Url") is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "https" or "http", PathAndQuery: "/", Fragment: "", UserInfo: "" })
        {
            if (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback)
                return url;
            reader.Mistake("Pages:Url", "must be https, for the pages are signed in to; http only on loopback");
            return null;
        }

        reader.Mistake("Pages:Url", "must be scheme, host and port by which browsers reach the admin pages, such as https://bridge-admin.example.com");
        return null;
    }
}
