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
        ("change-log", "/change-log"),
        ("change-log-change", "/change-log/3"),
        ("change-log-versions", "/change-log/versions/relying_parties/deploy?one=1&other=2"),
        ("change-log-roll-back", "/change-log/roll-back/relying_parties/1/deploy"),
        ("overview-30d", "/?range=30d"),
        ("exchanges", "/exchanges"),
        ("exchanges-filtered", "/exchanges?granted=false&ref=feature%2Flogin"),
        ("exchanges-nothing", "/exchanges?issuer=main&project_id=4711"),
        ("exchange-granted", "/exchanges/{granted}"),
        ("exchange-refused", "/exchanges/{refused}?today=true"),
        ("exchange-unverified", "/exchanges/{unverified}?today=true"),
        ("explain", "/explain"),
        ("explain-exchange", "/explain?exchange={refused}"),
    ];
}
