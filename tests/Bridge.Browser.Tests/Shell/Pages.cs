namespace Bridge.Browser.Tests.Shell;

/// <summary>Every page, by a name for its pictures and its address. A page that is not here is not checked.</summary>
internal static class Pages
{
    public static readonly (string Name, string Path)[] All =
    [
        ("overview", "/"),
        ("not-found", "/nowhere"),
        ("sign-in", "/sign-in"),
        ("sign-in-again", "/sign-in/again"),
        ("profile", "/profile"),
        ("people", "/people"),
        ("people-invite", "/people/invite"),
        ("people-person", "/people/person/main/92"),
        ("people-remove", "/people/remove/main/92"),
    ];
}
