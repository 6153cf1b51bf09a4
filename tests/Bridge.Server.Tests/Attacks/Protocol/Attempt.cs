using System.Buffers.Text;
using System.Net;
using System.Text.Json.Nodes;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Protocol;

/// <summary>One request that was made of an attacked Bridge: what it answered, and what it recorded.</summary>
public sealed record Attempt(TokenResponse Answer, IReadOnlyList<IReadOnlyDictionary<string, object?>> Records)
{
    /// <summary>The one record.</summary>
    public IReadOnlyDictionary<string, object?> Record => Assert.Single(Records);

    /// <summary>Refused before the signature held: the caller learns nothing, the record has the exact reason.</summary>
    public void IsRefusedUnverified(string recorded) => IsRefused("subject_token_invalid", recorded: recorded);

    /// <summary>Refused, with exactly this and one record of it, and no token.</summary>
    public void IsRefused(string reason, string? expected = null, string? actual = null, string error = "invalid_request", int status = 400, string? recorded = null)
    {
        Assert.True((int)Answer.Status == status, $"{(int)Answer.Status}: {Answer.Text}");
        Assert.Equal(
            (error, reason, expected, actual, null),
            (Answer.Member("error"), Answer.Reason, Answer.Member("expected"), Answer.Member("actual"), Answer.AccessToken));
        // RFC 6749 §5.2.
        Assert.Matches(@"\A[\x20-\x21\x23-\x5B\x5D-\x7E]+\z", Answer.Member("error_description"));
        Assert.Equal("no-store", Answer.Headers.CacheControl?.ToString());
        Assert.Equal(recorded ?? reason, Record["reason"]);
        Assert.Equal(Answer.Member("exchange_id"), IdOf(Record));
        Assert.All(["issued_token_id", "issued_token_type", "issued_key_id", "issued_expires_at"], column => Assert.Null(Record[column]));
    }

    /// <summary>Granted with one record of it; gives the claims of the issued token.</summary>
    public JsonObject IsGranted()
    {
        Assert.True(Answer.Status == HttpStatusCode.OK, Answer.Text);
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(Answer.AccessToken!.Split('.')[1]))!.AsObject();
        Assert.Null(Record["reason"]);
        Assert.Equal(IdOf(Record), claims["jti"]!.ToString());
        Assert.Equal(Record["subject"], claims["sub"]!.ToString());
        return claims;
    }

    /// <summary>503: no token, no record, and when to come again.</summary>
    public void IsUnavailable(string reason)
    {
        Assert.True(Answer.Status == HttpStatusCode.ServiceUnavailable, Answer.Text);
        Assert.Equal(("temporarily_unavailable", reason, null), (Answer.Member("error"), Answer.Reason, Answer.AccessToken));
        Assert.True(Answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.True(Guid.TryParse(Answer.Member("exchange_id"), out _));
        Assert.Empty(Records);
    }

    /// <summary>Not an exchange at all: a bare status, no body, no record.</summary>
    public void IsNoExchange(HttpStatusCode status)
    {
        Assert.Equal((status, ""), (Answer.Status, Answer.Text));
        Assert.Empty(Records);
    }

    /// <summary>The id of a record, as answers write it.</summary>
    internal static string IdOf(IReadOnlyDictionary<string, object?> record) => record["id"] switch
    {
        byte[] octets => new Guid(octets, bigEndian: true).ToString(),
        var id => Guid.Parse(id!.ToString()!).ToString(),
    };

    internal static string? IssuedTo(TokenResponse answer) => answer.Status == HttpStatusCode.OK ? answer.AccessToken : null;
}
