using Bridge.GitLab;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Storage.Model;

namespace Bridge.Storage.Records;

/// <summary>The kinds of <see cref="Guard"/>, in the order in which all nodes write them.</summary>
internal enum GuardKind
{
    Mark,
    NewPin,
    MovedPin,
    BurnedPath,
}

/// <summary>
/// A row that must be written as it was expected, or its exchange leaves the batch. All nodes write them in one order, by
/// kind and key, so that no two can wait for each other.
/// </summary>
internal sealed record Guard(PendingEntry Owner, GuardKind Kind, (string Issuer, string Name, string Party) Key, object[] Values)
{
    public CommitOutcome Conflict => Kind == GuardKind.Mark ? CommitOutcome.MarkTaken : CommitOutcome.PinChanged;

    /// <summary>A new and a moved pin are rows of one table.</summary>
    private int Table => Kind switch { GuardKind.Mark => 0, GuardKind.BurnedPath => 2, _ => 1 };

    public static string Sql(GuardKind kind) => kind switch
    {
        GuardKind.Mark => "INSERT INTO replay_marks (issuer, token_hash, relying_party, until) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        GuardKind.NewPin => "INSERT INTO project_pins (issuer, project_id, namespace_id, path, path_issued_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        GuardKind.MovedPin => """
            UPDATE project_pins SET namespace_id = $3, path = $4, path_issued_at = $5
            WHERE issuer = $1 AND project_id = $2 AND namespace_id = $6 AND path = $7 AND path_issued_at = $8
            """,
        _ => "INSERT INTO burned_paths (issuer, path, project_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    };

    public static IEnumerable<Guard> Of(PendingEntry owner)
    {
        if (owner.Entry.Mark is { } mark)
            yield return OfMark(owner, mark);
        if (owner.Entry.Pin is not { } change)
            yield break;
        yield return OfPin(owner, change);
        if (change.BurnPath is { } burn)
            yield return OfPath(owner, change, StoredText.Key(ProjectPaths.Fold(burn)));
    }

    /// <summary>The one order of all nodes.</summary>
    public static int Order(Guard one, Guard other)
    {
        var order = one.Table.CompareTo(other.Table);
        order = order != 0 ? order : string.CompareOrdinal(one.Key.Issuer, other.Key.Issuer);
        order = order != 0 ? order : string.CompareOrdinal(one.Key.Name, other.Key.Name);
        return order != 0 ? order : string.CompareOrdinal(one.Key.Party, other.Key.Party);
    }

    /// <summary>Whether two entries of one batch want the same row.</summary>
    public (int, string, string, string) Row => (Table, Key.Issuer, Key.Name, Key.Party);

    private static Guard OfMark(PendingEntry owner, ReplayMark mark)
    {
        var hash = StoredText.Hash(mark.TokenId);
        return new(owner, GuardKind.Mark, (mark.Issuer, Convert.ToHexString(hash), mark.RelyingParty), [mark.Issuer, hash, mark.RelyingParty, mark.Until]);
    }

    private static Guard OfPin(PendingEntry owner, PinChange change)
    {
        var project = StoredText.Key(change.ProjectId);
        object[] row = [change.Issuer, project, StoredText.Key(change.Pin.NamespaceId), StoredText.Shown(change.Pin.Path)!, change.Pin.PathIssuedAt];
        return change.Seen is { } seen
            ? new(owner, GuardKind.MovedPin, (change.Issuer, project, ""), [.. row, StoredText.Key(seen.NamespaceId), StoredText.Shown(seen.Path)!, seen.PathIssuedAt])
            : new(owner, GuardKind.NewPin, (change.Issuer, project, ""), row);
    }

    private static Guard OfPath(PendingEntry owner, PinChange change, string path) =>
        new(owner, GuardKind.BurnedPath, (change.Issuer, path, ""), [change.Issuer, path, StoredText.Key(change.ProjectId)]);
}
