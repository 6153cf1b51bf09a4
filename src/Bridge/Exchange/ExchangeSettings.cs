namespace Bridge.Exchange;

/// <summary>What the settings say about exchanges; the same for every issuer and relying party.</summary>
public sealed record ExchangeSettings
{
    /// <summary>Bridge's own issuer URL: <c>iss</c> of what it issues, and the audience it expects where an issuer names none.</summary>
    public required string Issuer { get; init; }

    /// <summary>The one leeway for <c>exp</c>, <c>nbf</c> and <c>iat</c> of CI tokens; at most 60 seconds.</summary>
    public TimeSpan Leeway
    {
        get;
        init => field = value >= TimeSpan.Zero && value <= LongestLeeway ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "from 0 to 60 seconds");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Longest lifetime of an issued token; at most <see cref="HardCeiling"/>.</summary>
    public TimeSpan LifetimeCeiling { get; init; } = TimeSpan.FromHours(1);

    /// <summary>No setting goes beyond this.</summary>
    public static readonly TimeSpan HardCeiling = TimeSpan.FromHours(12);

    /// <summary>A mark must outlive the longest leeway (<see cref="Records.ReplayMark.Beyond"/>).</summary>
    public static readonly TimeSpan LongestLeeway = TimeSpan.FromSeconds(60);
}
