using Bridge.Simulator.Discovery;

namespace Bridge.Simulator.Control;

/// <summary>Counts the fetches, so that a test can bound a verifier's upstream calls.</summary>
internal sealed class RequestCounter
{
    private int discovery;
    private int jwks;

    public RequestCounts Counts => new(Volatile.Read(ref discovery), Volatile.Read(ref jwks));

    public void Count(PublishedDocument document)
    {
        if (document is PublishedDocument.Discovery) Interlocked.Increment(ref discovery);
        else Interlocked.Increment(ref jwks);
    }
}
