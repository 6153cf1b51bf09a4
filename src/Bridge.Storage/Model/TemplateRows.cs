using Bridge.Subjects;

namespace Bridge.Storage.Model;

/// <summary>
/// A sub template. What is no part of its scope is empty and not null, for a unique index holds null different from null.
/// </summary>
public sealed class SubTemplateRow
{
    public required string Id { get; set; }

    public int Version { get; set; }

    public TemplateLevel Level { get; set; }

    public required string Issuer { get; set; }

    /// <summary>The group's full path, folded.</summary>
    public required string GroupFolded { get; set; }

    /// <summary>The group's full path as it was written.</summary>
    public required string GroupPath { get; set; }

    public required string ProjectId { get; set; }

    public required string RelyingParty { get; set; }

    public bool AsItCame { get; set; }

    public Overflow Overflow { get; set; }

    public bool Locked { get; set; }

    public ICollection<SubComponentRow> Components { get; } = [];
}

/// <summary>One component of a sub template.</summary>
public sealed class SubComponentRow
{
    public required string Template { get; set; }

    public int Position { get; set; }

    public required string Claim { get; set; }

    public bool Omit { get; set; }
}
