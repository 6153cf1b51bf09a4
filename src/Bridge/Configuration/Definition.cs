namespace Bridge.Configuration;

/// <summary>The kinds of thing that are stored as they were written. Sub components and enrolled projects are rows of their own.</summary>
public enum Section
{
    Issuers,
    RelyingParties,
    Clients,

    /// <summary>The instance's defaults of claim mapping.</summary>
    Mappings,
}

/// <summary>One thing an administrator defined, known by its id within its section.</summary>
public sealed record Definition(Section Section, string Id, int Version, Node.Map Value);

/// <summary>A project that an administrator enrolled.</summary>
public sealed record EnrolledProject(string Issuer, string ProjectId);

/// <summary>One mistake in settings or configuration, with the place it stands at.</summary>
/// <param name="Path">Where: <c>relying_parties[deploy].rules[main].when</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Line">The line in the file, or 0.</param>
/// <param name="Code">The linter's code of it, or null for a mistake of form or reference.</param>
public sealed record Mistake(string Path, string Message, int Line = 0, string? Code = null)
{
    public override string ToString() => Line > 0 ? $"line {Line}: {Path}: {Message}" : $"{Path}: {Message}";
}
