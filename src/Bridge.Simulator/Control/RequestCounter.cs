using Bridge.Simulator.Discovery;

namespace Bridge.Simulator.Control;

/// <summary>Counts the fetches, so that a test can bound a verifier's upstream calls.</summary>
internal sealed class RequestCounter
{
    private int _discovery;
    private int _jwks;

    public RequestCounts Counts => new(Volatile.Read(ref _discovery), Volatile.Read(ref _jwks));

    public void Count(PublishedDocument document)
    {
        if (document is PublishedDocument.Discovery) Interlocked.Increment(ref _discovery);
        else Interlocked.Increment(ref _jwks);
    }
}
