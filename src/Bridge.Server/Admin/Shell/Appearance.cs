namespace Bridge.Server.Admin.Shell;

/// <summary>Light, dark, or as the system has it: kept in a cookie, so that the first paint is right already.</summary>
public static class Appearance
{
    public const string CookieName = "bridge-appearance";
    public const string Light = "light";
    public const string Dark = "dark";
    public const string System = "system";

    public static readonly IReadOnlyList<(string Value, string Title, string Icon)> All =
        [(Light, "Light", "sun"), (Dark, "Dark", "moon"), (System, "System", "device-desktop")];

    /// <summary>What the person chose.</summary>
    public static string Of(HttpRequest request) => request.Cookies[CookieName] switch { Light => Light, Dark => Dark, _ => System };
}
