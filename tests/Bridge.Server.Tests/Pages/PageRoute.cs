namespace Bridge.Server.Tests.Pages;

/// <summary>One row of the table of pages and roles: how a page is asked, and what each role gets.</summary>
/// <param name="Name">Method, pattern and, where there is one, the name of the handler.</param>
/// <param name="Path">What is asked for.</param>
/// <param name="Nobody">For a browser in which nobody is signed in.</param>
/// <param name="Without">For somebody who is signed in and has no role and no project.</param>
/// <param name="Foreign">For a maintainer of project 21.</param>
/// <param name="Own">For a maintainer of project 20.</param>
/// <param name="Auditor">For an auditor.</param>
/// <param name="Admin">For an administrator.</param>
public sealed record PageRoute(string Name, string Path, int Nobody, int Without, int Foreign, int Own, int Auditor, int Admin)
{
    /// <summary>The fields that are posted, beside the antiforgery token: enough to be understood, and mostly too little to change anything.</summary>
    public IReadOnlyList<(string Name, string Value)> Form { get; init; } = [];

    /// <summary>What the role at this place of a row gets.</summary>
    public int Of(int role) => new[] { Nobody, Without, Foreign, Own, Auditor, Admin }[role];

    public string Method => Name.Split(' ')[0];

    public override string ToString() => $"{Name} ({Path})";
}
