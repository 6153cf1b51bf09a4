namespace Bridge.Server.Settings;

/// <summary>Reads the settings of the admin pages.</summary>
internal static class PageReader
{
    public static PageSettings Read(SettingsReader reader) => new() { Url = Url(reader) };

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
