using System.Text.RegularExpressions;

namespace Bridge.Server.Tests.Admin;

/// <summary>Routes as the OpenAPI document calls them.</summary>
public static partial class Documented
{
    /// <summary>Method and path, without the router's constraints.</summary>
    public static string Name(AdminRoute route) => Constraint().Replace(route.Name, "");

    [GeneratedRegex(":[a-z]+(?=})|(?<=.)/$", RegexOptions.None, 1000)]
    private static partial Regex Constraint();
}
