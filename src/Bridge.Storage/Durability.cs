using System.Collections.Immutable;

namespace Bridge.Storage;

/// <summary>One setting of the database that durability hangs on.</summary>
public sealed record DurabilitySetting(string Name, string Value, string Wanted, bool Met);

/// <summary>Whether a commit of this database is on disk when it returns.</summary>
public sealed record Durability(ImmutableArray<DurabilitySetting> Settings)
{
    public bool Met => Settings.All(setting => setting.Met);

    public override string ToString() => Met
        ? "Commits are on disk when they return."
        : string.Join(' ', Settings.Where(setting => !setting.Met).Select(setting => $"{setting.Name} is {setting.Value} and must be {setting.Wanted}."));
}
