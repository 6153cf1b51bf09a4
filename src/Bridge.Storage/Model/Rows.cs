namespace Bridge.Storage.Model;

/// <summary>The one row that says which revision is in force.</summary>
public sealed class RevisionRow
{
    public const int OnlyId = 1;

    public int Id { get; set; }

    public long Number { get; set; }
}

/// <summary>An issuer, relying party, client or mapping as it was written; each kind has its table.</summary>
public sealed class DefinitionRow
{
    public required string Id { get; set; }

    public int Version { get; set; }

    /// <summary>JSON (<see cref="Bridge.Configuration.NodeJson"/>).</summary>
    public required string Definition { get; set; }
}

/// <summary>Every id that an issuer ever had. A deleted one is never used again.</summary>
public sealed class IssuerNameRow
{
    public required string Issuer { get; set; }

    public DateTimeOffset FirstUsedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }
}

/// <summary>Every subject prefix that was ever used. No other issuer gets it, or one subject would mean two projects.</summary>
public sealed class IssuerPrefixRow
{
    public required string Prefix { get; set; }

    public required string Issuer { get; set; }
}

/// <summary>A project that an administrator enrolled.</summary>
public sealed class EnrolledProjectRow
{
    public required string Issuer { get; set; }

    public required string ProjectId { get; set; }
}

/// <summary>One thing that a change touched (<see cref="Bridge.Configuration.History.ChangeItem"/>).</summary>
public sealed class ChangeItemRow
{
    /// <summary>The revision that the change made.</summary>
    public long Revision { get; set; }

    /// <summary>Its place among the items of the change, from 0; they are hashed in this order.</summary>
    public int Position { get; set; }

    public required string Section { get; set; }

    public required string Id { get; set; }

    public int Version { get; set; }

    public string? Before { get; set; }

    public string? After { get; set; }
}

/// <summary>How far a task that goes through the records came.</summary>
public sealed class UpkeepRow
{
    /// <summary>Removes who ran a job and from where.</summary>
    public const string PersonalData = "personal_data";

    /// <summary>Counts the exchanges of each hour.</summary>
    public const string ExchangeHours = "exchange_hours";

    public required string Task { get; set; }

    public Guid Done { get; set; }
}
