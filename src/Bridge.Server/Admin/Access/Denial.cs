using Bridge.Access;

namespace Bridge.Server.Admin.Access;

/// <summary>Why a caller is kept out.</summary>
public abstract record Denial
{
    /// <summary>Nothing was shown that says who calls.</summary>
    public static readonly Denial Unauthenticated = new Plain(nameof(Unauthenticated));

    /// <summary>What was shown is wrong, expired or revoked; which of them is not told.</summary>
    public static readonly Denial BadCredential = new Plain(nameof(BadCredential));

    /// <summary>There is no such thing, or the caller has no right over it: the two look alike.</summary>
    public static readonly Denial NotFound = new Plain(nameof(NotFound));

    private Denial()
    {
    }

    /// <summary>Too many wrong credentials came from this address.</summary>
    public sealed record TooManyFailures(TimeSpan RetryAfter) : Denial;

    /// <summary>The caller may see the thing, and not do this to it.</summary>
    public sealed record TooLittle(Right Needed) : Denial;

    /// <summary>The database cannot say who calls.</summary>
    public sealed record Unavailable : Denial;

    private sealed record Plain(string Name) : Denial;
}
