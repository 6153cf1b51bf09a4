namespace Bridge.Access;

/// <summary>What somebody may do everywhere. Who has none can still be a maintainer, of whose projects GitLab tells.</summary>
public enum Role
{
    /// <summary>Reads all, changes nothing.</summary>
    Auditor = 1,

    /// <summary>May do everything.</summary>
    Admin,
}
