using Bridge.Records;

namespace Bridge.DryRuns;

/// <summary>The replay marks that the exchanges of one side would have left, for as long as each token could be used.</summary>
internal sealed class UsedTokens
{
    private readonly HashSet<(string Issuer, string TokenId, string RelyingParty)> marks = [];
    private readonly PriorityQueue<(string, string, string), DateTimeOffset> ends = new();

    public bool Contains(ReplayMark mark) => marks.Contains(Key(mark));

    public void Add(ReplayMark mark, DateTimeOffset now)
    {
        while (ends.TryPeek(out var ended, out var until) && until < now)
        {
            marks.Remove(ended);
            ends.Dequeue();
        }

        if (marks.Add(Key(mark)))
            ends.Enqueue(Key(mark), mark.Until);
    }

    private static (string, string, string) Key(ReplayMark mark) => (mark.Issuer, mark.TokenId, mark.RelyingParty);
}
