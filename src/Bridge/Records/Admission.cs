using Bridge.GitLab;

namespace Bridge.Records;

/// <summary>
/// A grant whose record is on disk: the only thing that a token can be minted of. The recorder alone makes one,
/// from a verified job, after the commit.
/// </summary>
public sealed class Admission
{
    internal Admission(Guid exchangeId, GitLabJob job, Grant grant, string clientId, DateTimeOffset at)
    {
        ExchangeId = exchangeId;
        Job = job;
        Grant = grant;
        ClientId = clientId;
        At = at;
    }

    /// <summary>The id of the record, and the <c>jti</c> of the token.</summary>
    public Guid ExchangeId { get; }

    public GitLabJob Job { get; }

    public Grant Grant { get; }

    public string ClientId { get; }

    /// <summary>When it was decided, which is the <c>iat</c> of the token.</summary>
    public DateTimeOffset At { get; }
}
