using Bridge.Access;
using Bridge.Configuration.Compiling;

namespace Bridge.Configuration.Applying;

/// <summary>
/// Which right a change of one thing needs: sub components, rules and mappings are written, all else is administered. This is
/// the one place that says so, whichever way a change comes.
/// </summary>
public static class NeededRight
{
    /// <summary>The members of a relying party that are rules and mappings.</summary>
    private static readonly string[] Written = ["rules", "claims"];

    /// <summary>The right to change a thing of a section from what it was to what it shall be; null where it was not, or shall not be.</summary>
    public static Right Of(string section, Node.Map? before, Node.Map? after) => section switch
    {
        Edit.SubComponents => Locked(before) || Locked(after) ? Right.Admin : Right.Write,
        _ when section == ConfigurationCompiler.Name(Section.Mappings) => Right.Write,
        _ when section == ConfigurationCompiler.Name(Section.RelyingParties) && before is not null && after is not null && Rest(before).SameAs(Rest(after)) => Right.Write,
        _ => Right.Admin,
    };

    // Whoever could change or delete a lock could undo what an administrator demands.
    private static bool Locked(Node.Map? template) => template?.Find("locked")?.Value is Node.Scalar { Text: var text } && !text.Equals("false", StringComparison.OrdinalIgnoreCase);

    private static Node.Map Rest(Node.Map party) => party with { Members = [.. party.Members.Where(member => !Written.Contains(member.Name))] };
}
