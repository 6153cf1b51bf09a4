using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Tokens;

/// <summary>Tokens that two readers could read as two things (RFC 8725 §2.4): size, base64url, JSON. All are signed well.</summary>
public sealed class TokenFormAttackTests(SignatureScene scene) : IClassFixture<SignatureScene>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Payload => scene.Payload();

    [Fact]
    public async Task Token_of_16_KiB_is_granted_and_a_longer_one_is_refused()
    {
        const int Longest = 16 * 1024;
        var nearly = 10_000 + ((Longest - Padded(10_000).Length) / 4 * 3) - 6;
        var tokens = Enumerable.Range(nearly, 12).Select(Padded).ToList();
        (await scene.Bridge.ExchangeAsync(tokens.Last(token => token.Length <= Longest), Ct)).IsGranted();
        (await scene.Bridge.ExchangeAsync(tokens.First(token => token.Length > Longest), Ct)).IsRefusedUnverified("subject_token_too_large");

        string Padded(int length) => scene.Token(new JsonObject { ["jti"] = new string('0', 36), ["job_id"] = "302", ["pipeline_id"] = "574", ["padding"] = new string('x', length) });
    }

    [Theory]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("null")]
    [InlineData("e30.e30.")]
    [InlineData("{\"protected\":\"e30\",\"payload\":\"e30\",\"signature\":\"\"}")]
    public async Task What_is_no_token_is_refused(string text)
    {
        var attempt = await scene.Bridge.ExchangeAsync(text, Ct);
        attempt.IsRefusedUnverified(text == "e30.e30." ? "issuer_unknown" : "subject_token_malformed");
    }

    [Theory]
    [InlineData("{0}.{1}.{2}=")]
    [InlineData("{0}=.{1}.{2}")]
    [InlineData("{0}.{1}.{2}\n")]
    [InlineData(" {0}.{1}.{2}")]
    [InlineData("{0}.{1} .{2}")]
    [InlineData("{0}.{1}.{2}.")]
    [InlineData("{0}.{1}.{2}.{2}")]
    [InlineData("{0}.{1}")]
    [InlineData("Bearer {0}.{1}.{2}")]
    [InlineData("{0}.{1}.{2}\0")]
    [InlineData("{0}.{1}.{2}+/")]
    public async Task Text_that_is_only_almost_a_token_is_refused(string form) =>
        (await scene.Bridge.ExchangeAsync(scene.Token().Split('.').Select((part, index) => (part, index)).Aggregate(form, (text, next) => text.Replace($"{{{next.index}}}", next.part, StringComparison.Ordinal)), Ct))
            .IsRefusedUnverified("subject_token_malformed");

    // 256 octets of a signature leave four bits over in base64url, which a lenient decoder throws away.
    [Fact]
    public async Task Second_spelling_of_a_token_is_refused()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var token = scene.Token();
        var other = token[..^1] + Alphabet[Alphabet.IndexOf(token[^1], StringComparison.Ordinal) + 1];
        (await scene.Bridge.ExchangeAsync(other, Ct)).IsRefusedUnverified("subject_token_malformed");
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsGranted();
    }

    [Theory]
    [InlineData("""{"kid":"hand","alg":"RS256","alg":"RS256"}""")]
    [InlineData("""{"kid":"hand","alg":"none","alg":"RS256"}""")]
    [InlineData("""{"kid":"other","kid":"hand","alg":"RS256"}""")]
    [InlineData("""{"kid":"hand","alg":"RS256","\u0061lg":"none"}""")]
    [InlineData("""{"kid":"hand","alg":"RS256","x":{"y":1,"y":2}}""")]
    [InlineData("""{"kid":"hand","alg":"RS256","x":"\ud800"}""")]
    [InlineData("""{"kid":"hand","alg":"RS256","\udfff":1}""")]
    [InlineData("""[{"kid":"hand","alg":"RS256"}]""")]
    [InlineData("""{"kid":"hand","alg":"RS256"}{}""")]
    [InlineData("""{"kid":"hand","alg":"RS256",}""")]
    [InlineData("")]
    public async Task Ambiguous_header_is_refused(string header) =>
        (await scene.Bridge.ExchangeAsync(HandSigned.Sign(Encoding.UTF8.GetBytes(header), Hand(Payload)), Ct)).IsRefusedUnverified("subject_token_malformed");

    [Theory]
    [InlineData("\"project_id\":\"1\",")]
    [InlineData("\"project_id\":\"20\",")]
    [InlineData("\"project\\u005fid\":\"1\",")]
    [InlineData("\"aud\":\"https://else.test\",")]
    [InlineData("\"exp\":99999999999,")]
    [InlineData("\"iss\":\"https://hand.test\",")]
    [InlineData("\"x\":{\"y\":1,\"y\":1},")]
    [InlineData("\"x\":[{\"y\":1,\"y\":1}],")]
    public async Task Duplicate_member_of_the_payload_is_refused(string member) =>
        (await scene.Bridge.ExchangeAsync(HandSigned.Sign(Hand("{" + member + Payload[1..])), Ct)).IsRefusedUnverified("subject_token_malformed");

    [Theory]
    [InlineData("\"x\":\"\\ud800\",")]
    [InlineData("\"x\":\"\\udc00\\ud800\",")]
    [InlineData("\"x\":\"\\ud800\\ud800\",")]
    [InlineData("\"x\":[\"\\ud800x\"],")]
    [InlineData("\"x\":{\"y\":{\"z\":\"\\udfff\"}},")]
    [InlineData("\"\\ud800\":1,")]
    public async Task Lone_surrogate_is_refused(string member) =>
        (await scene.Bridge.ExchangeAsync(HandSigned.Sign(Hand("{" + member + Payload[1..])), Ct)).IsRefusedUnverified("subject_token_malformed");

    [Theory]
    [InlineData("C0AF")]
    [InlineData("C080")]
    [InlineData("EDA080")]
    [InlineData("F4908080")]
    [InlineData("FF")]
    [InlineData("E282")]
    public async Task Invalid_UTF_8_is_refused(string octets)
    {
        byte[] payload = [.. "{\"x\":\""u8, .. Convert.FromHexString(octets), .. "\","u8, .. Hand(Payload)[1..]];
        (await scene.Bridge.ExchangeAsync(HandSigned.Sign(payload), Ct)).IsRefusedUnverified("subject_token_malformed");
        byte[] header = [.. "{\"x\":\""u8, .. Convert.FromHexString(octets), .. "\","u8, .. Encoding.UTF8.GetBytes(HandSigned.Header)[1..]];
        (await scene.Bridge.ExchangeAsync(HandSigned.Sign(header, Hand(Payload)), Ct)).IsRefusedUnverified("subject_token_malformed");
    }

    [Theory]
    [InlineData("[{0}]")]
    [InlineData("{0}{0}")]
    [InlineData("\uFEFF{0}")]
    [InlineData("{0}//")]
    [InlineData("/**/{0}")]
    [InlineData("{0}\0")]
    [InlineData("\"{0}\"")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Payload_that_is_not_one_object_is_refused(string form) =>
        (await scene.Bridge.ExchangeAsync(HandSigned.Sign(Hand(form.Replace("{0}", Payload, StringComparison.Ordinal))), Ct)).IsRefusedUnverified("subject_token_malformed");

    [Fact]
    public async Task Payload_that_nests_deeply_is_refused()
    {
        var nested = new string('[', 2000) + new string(']', 2000);
        (await scene.Bridge.ExchangeAsync(HandSigned.Sign(Hand($"{{\"x\":{nested},{Payload[1..]}")), Ct)).IsRefusedUnverified("subject_token_malformed");
    }

    [Fact]
    public async Task Payload_in_UTF_16_is_refused() =>
        (await scene.Bridge.ExchangeAsync(HandSigned.Sign(Encoding.Unicode.GetBytes(Payload)), Ct)).IsRefusedUnverified("subject_token_malformed");

    // What stands beside the attacks must not be the reason of the refusals above.
    [Fact]
    public async Task The_same_by_hand_without_an_attack_is_granted() =>
        Assert.StartsWith("hand:project_path:", (await scene.Bridge.ExchangeAsync(HandSigned.Sign(Hand(Payload)), Ct)).IsGranted()["sub"]!.ToString(), StringComparison.Ordinal);

    private byte[] Hand(string payload) => HandSigned.Payload(payload, scene.GitLab.Issuer);
}
