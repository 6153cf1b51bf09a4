using System.Collections.Immutable;

namespace Bridge.Records;

/// <summary>What of a record is needed to decide its exchange again, and to say what came of it then.</summary>
public sealed record PastExchange
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The revision that decided then.</summary>
    public required long Revision { get; init; }

    /// <summary>Whether the record was kept so long that it lost who ran the job.</summary>
    public required bool Blanked { get; init; }

    /// <summary>The code of the refusal and what it was about; null for a grant.</summary>
    public string? Reason { get; init; }

    public string? ReasonName { get; init; }

    public string? Client { get; init; }

    /// <summary>What was asked for (<see cref="RecordedRequest"/>); null in older records.</summary>
    public string? Request { get; init; }

    public string? RelyingParty { get; init; }

    public string? Rule { get; init; }

    public string? Subject { get; init; }

    /// <summary>The verified claims as UTF-8 (<see cref="RecordedClaims"/>); null where the signature did not hold.</summary>
    public ReadOnlyMemory<byte>? Claims { get; init; }

    /// <summary>The names of the claims that did not fit; null where what stands there is no list.</summary>
    public ImmutableArray<string>? ClaimsLeftOut { get; init; } = [];
}
