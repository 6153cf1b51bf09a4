namespace Bridge.Configuration;

/// <summary>What became of a <see cref="ConfigurationChange"/>. With any but <see cref="Written"/> nothing of it is stored.</summary>
public enum ChangeOutcome
{
    /// <summary>The revision is another one: somebody else changed something.</summary>
    Superseded,

    /// <summary>The change is stored with its change-log entry, and the revision is raised.</summary>
    Written,

    /// <summary>A project that it confirms is no longer as it was shown: look again.</summary>
    ProjectChanged,
}
