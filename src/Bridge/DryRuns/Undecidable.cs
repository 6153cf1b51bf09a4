namespace Bridge.DryRuns;

/// <summary>Why a recorded exchange cannot be decided again.</summary>
public enum UndecidableReason
{
    /// <summary>It was refused before the signature of the CI token held, so nothing of the job was recorded.</summary>
    NotVerified,

    /// <summary>The record says neither what was asked for nor which relying party it was for.</summary>
    RequestNotKept,

    /// <summary>A decision asks for a claim that the record does not hold: it did not fit, was personal, or was kept no longer.</summary>
    ClaimNotKept,

    /// <summary>What the record holds is not what Bridge writes.</summary>
    Unreadable,
}

/// <summary>A recorded exchange that cannot be decided again.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Claim">The claim that is not there, or null.</param>
public sealed record Undecidable(UndecidableReason Reason, string? Claim = null)
{
    /// <summary>The stable code.</summary>
    public string Code => Reason switch
    {
        UndecidableReason.NotVerified => "not_verified",
        UndecidableReason.RequestNotKept => "request_not_kept",
        UndecidableReason.ClaimNotKept => "claim_not_kept",
        _ => "unreadable",
    };

    public override string ToString() => Reason switch
    {
        UndecidableReason.NotVerified => "refused before the signature of the CI token held, so nothing of the job was recorded",
        UndecidableReason.RequestNotKept => "the record says neither what was asked for nor for which relying party",
        UndecidableReason.ClaimNotKept => $"the claim {Claim} decides, and the record does not hold it",
        _ => "the record cannot be read",
    };
}
