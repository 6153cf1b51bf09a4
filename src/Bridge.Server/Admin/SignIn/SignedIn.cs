using Bridge.Access;

namespace Bridge.Server.Admin.SignIn;

/// <summary>Whose browser a request came from, as the gate found out.</summary>
public sealed record SignedIn(Session Session, Person Person)
{
    /// <summary>How long a proof counts where issuers, keys and people are changed.</summary>
    public static readonly TimeSpan ProofCounts = TimeSpan.FromMinutes(10);

    public bool ProvedLately(DateTimeOffset now) => now - Session.ProvedAt < ProofCounts;
}

/// <summary>How pages ask whose browser it is.</summary>
public static class SignedInRequest
{
    /// <summary>Whose browser it is. Behind the gate of the pages there is always somebody.</summary>
    public static SignedIn SignedIn(this HttpContext context) =>
        context.Features.Get<SignedIn>() ?? throw new InvalidOperationException("Nobody is signed in here: the page needs nothing, so it cannot ask who it is.");
}

/// <summary>For pages that change issuers, keys or people: whoever did not prove lately that it is they is asked first.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsProofAttribute : Attribute
{
    /// <summary>Only where the route value <c>section</c> is this; null for all of the page.</summary>
    public string? Section { get; init; }

    /// <summary>Whether its forms carry passwords or keys, which no answer repeats: they are filled in anew after the proof.</summary>
    public bool CarriesSecrets { get; init; }

    /// <summary>Whether a request needs the proof.</summary>
    public bool Covers(HttpContext context) => Section is null || context.GetRouteValue("section") as string == Section;
}
