using Bridge.Configuration.Reading;

namespace Bridge.Configuration.Compiling;

/// <summary>One run of the compiler.</summary>
/// <param name="Issuer">Bridge's own issuer URL.</param>
/// <param name="LifetimeCeiling">Longest lifetime that the settings allow.</param>
/// <param name="Findings">Where mistakes and warnings go.</param>
/// <param name="Writing">When a change is written; null where what is stored is merely loaded.</param>
internal sealed record CompilerRun(string Issuer, TimeSpan LifetimeCeiling, Findings Findings, DateTimeOffset? Writing)
{
    /// <summary>
    /// Longest lifetime that may be written. What is stored stays good when the settings lower the ceiling: it holds at every
    /// exchange anyhow.
    /// </summary>
    public TimeSpan LongestLifetime => Writing is null ? TimeSpan.MaxValue : LifetimeCeiling;
}
