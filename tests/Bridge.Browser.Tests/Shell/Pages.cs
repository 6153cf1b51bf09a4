namespace Bridge.Browser.Tests.Shell;

/// <summary>Every page, by a name for its pictures and its address. A page that is not here is not checked.</summary>
internal static class Pages
{
    public static readonly (string Name, string Path)[] All =
    [
        ("overview", "/"),
        ("not-found", "/nowhere"),
    ];
}
