using System.Collections.Immutable;

namespace Bridge.Storage;

/// <summary>How the database's schema stands to this program.</summary>
public enum SchemaStatus
{
    Current,

    /// <summary>There is no database, or nothing in it.</summary>
    Missing,

    /// <summary>Migrations of this program are not applied.</summary>
    Older,

    /// <summary>Migrations are applied that this program does not know.</summary>
    Newer,
}

/// <summary>The schema of the database against the one that this program was built for.</summary>
/// <param name="Pending">Migrations that are not applied.</param>
/// <param name="Unknown">Applied migrations that a newer program brought.</param>
public sealed record SchemaState(SchemaStatus Status, ImmutableArray<string> Pending, ImmutableArray<string> Unknown)
{
    internal static SchemaState Of(IEnumerable<string> known, IReadOnlyCollection<string> applied)
    {
        ImmutableArray<string> all = [.. known];
        ImmutableArray<string> pending = [.. all.Except(applied)];
        ImmutableArray<string> unknown = [.. applied.Except(all)];
        var status = applied.Count == 0 ? SchemaStatus.Missing
            : unknown.Length > 0 ? SchemaStatus.Newer
            : pending.Length > 0 ? SchemaStatus.Older
            : SchemaStatus.Current;
        return new SchemaState(status, pending, unknown);
    }

    public override string ToString() => Status switch
    {
        SchemaStatus.Current => "The database schema is current.",
        SchemaStatus.Missing => "The database has no schema yet: run `bridge migrate`.",
        SchemaStatus.Older => $"The database schema is older than this program and lacks {string.Join(", ", Pending)}: run `bridge migrate`.",
        _ => $"The database schema is newer than this program, which does not know {string.Join(", ", Unknown)}: start the program that migrated it.",
    };
}
