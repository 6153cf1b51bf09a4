namespace Bridge.GitLab;

/// <summary>
/// Claims that a job had, or may have had, and that its record does not hold. Whoever decides on the record learns here that it
/// asked for one of them: such a decision says nothing of the job.
/// </summary>
/// <param name="covers">Whether a claim that is not in the record is one of them.</param>
public sealed class WithheldClaims(Func<string, bool> covers)
{
    /// <summary>The first of them that was asked for, or null.</summary>
    public string? Asked { get; private set; }

    internal void Ask(string name)
    {
        if (Asked is null && covers(name))
            Asked = name;
    }
}
