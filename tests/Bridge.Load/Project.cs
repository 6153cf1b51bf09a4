using System.Globalization;

namespace Bridge.Load;

/// <summary>The projects of the load test, by number.</summary>
internal static class Project
{
    public const string Issuer = "https://gitlab.load.test";
    public const string NamespaceId = "72";

    public static string Id(int number) => (1000 + number).ToString(CultureInfo.InvariantCulture);

    public static string Path(int number) => $"load/project-{number}";

    public static string Audience(string algorithm) => $"https://{algorithm.ToLowerInvariant()}.load.test";
}
