using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bridge.Server.Tests.Hosting;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Protocol;

public sealed class FormTests(ServerFixture servers) : IClassFixture<ServerFixture>
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string Start = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/json", "{\"grant_type\":\"x\"}")]
    [InlineData("text/plain", Start)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\nx\r\n--x--\r\n")]
    [InlineData(FormType + "; charset=utf-16", Start)]
    [InlineData(FormType + "; charset=iso-8859-1", Start)]
    [InlineData("nonsense", Start)]
    [InlineData(null, Start)]
    [InlineData(FormType, "grant_type=%zz")]
    [InlineData(FormType, "grant_type=%4")]
    [InlineData(FormType, "grant_type=%")]
    [InlineData(FormType, "%grant_type=x")]
    [InlineData(FormType, "grant_type=%ff")]
    [InlineData(FormType, "grant_type=%c0%ae")]
    public async Task What_is_no_sound_form_is_refused_and_recorded(string? type, string body)
    {
        var response = await SendAsync(new ByteArrayContent(Encoding.Latin1.GetBytes(body)), type);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal("invalid_request", response.Member("error"));
        Assert.Equal("not_a_form", response.Reason);
        Assert.Equal("not_a_form", await RecordedAsync(response));
    }

    [Fact]
    public async Task Octets_that_are_no_text_are_no_form() =>
        Assert.Equal("not_a_form", (await SendAsync(new ByteArrayContent([.. "grant_type="u8, 0xff]), FormType)).Reason);

    [Fact]
    public async Task A_compressed_body_is_no_form()
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(Start));
        content.Headers.ContentEncoding.Add("gzip");

        Assert.Equal("not_a_form", (await SendAsync(content, FormType)).Reason);
    }

    [Fact]
    public async Task More_parameters_than_any_sound_request_has_are_no_form()
    {
        Assert.Equal("parameter_missing", (await SendAsync(Text(string.Join('&', Enumerable.Range(0, 64).Select(number => $"p{number}=x"))), FormType)).Reason);
        Assert.Equal("not_a_form", (await SendAsync(Text(string.Join('&', Enumerable.Range(0, 65).Select(number => $"p{number}=x"))), FormType)).Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_more_than_64_KiB_is_refused_and_recorded(bool chunked)
    {
        var body = Start + "&subject_token=" + new string('a', 64 * 1024 - Start.Length);
        using HttpContent content = chunked ? new StreamContent(new Endless(body)) : Text(body);

        var response = await SendAsync(content, FormType, chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.Status);
        Assert.Equal("request_too_large", response.Reason);
        Assert.Equal("request_too_large", await RecordedAsync(response));
    }

    [Fact]
    public async Task A_body_of_64_KiB_is_read_to_its_end()
    {
        var body = Start + "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt&subject_token=";

        Assert.Equal("subject_token_invalid", (await SendAsync(Text(body + new string('a', 64 * 1024 - body.Length)), FormType)).Reason);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=UTF-8")]
    [InlineData("Application/X-WWW-Form-Urlencoded; charset=\"utf-8\"")]
    public async Task A_form_may_say_that_it_is_utf_8(string type) =>
        Assert.Equal("parameter_missing", (await SendAsync(Text(Start), type)).Reason);

    [Theory]
    [InlineData("grant_type")]
    [InlineData("subject_token")]
    [InlineData("scope")]
    [InlineData("client_id")]
    [InlineData("unknown")]
    public async Task A_parameter_may_come_only_once(string name)
    {
        var response = await SendAsync(Text($"{Start}&{name}=a&{name}=b"), FormType);

        Assert.Equal("invalid_request", response.Member("error"));
        Assert.Equal("parameter_repeated", response.Reason);
    }

    [Fact]
    public async Task Names_that_differ_in_case_are_two_parameters()
    {
        var form = BridgeServer.Form(servers.GitLab.Mint(servers.Bridge.Issuer), "https://deploy.test").Append(("AUDIENCE", "https://other.test")).Append(("Subject_Token", "x"));

        Assert.Equal(HttpStatusCode.OK, (await servers.Bridge.PostAsync(form, ct: Ct)).Status);
    }

    [Fact]
    public async Task Parameters_in_the_address_are_not_read()
    {
        using var content = Text(Start);
        content.Headers.ContentType = new MediaTypeHeaderValue(FormType);
        var response = await TokenResponse.ReadAsync(await servers.Bridge.Public.PostAsync("/connect/token?subject_token=x", content, Ct), Ct);

        Assert.Equal("The parameter subject_token is missing.", response.Member("error_description"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    public async Task Only_post_is_allowed(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/connect/token");
        var response = await servers.Bridge.Public.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
        Assert.Equal("", await response.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task No_answer_may_be_kept()
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, "/connect/token");
        foreach (var headers in new[]
        {
            (await servers.Bridge.ExchangeAsync(servers.GitLab.Mint(servers.Bridge.Issuer), "https://deploy.test", Ct)).Headers,
            (await servers.Bridge.ExchangeAsync("x", "https://deploy.test", Ct)).Headers,
            (await servers.Bridge.Public.SendAsync(get, Ct)).Headers,
        })
        {
            Assert.Equal("no-store", headers.CacheControl!.ToString());
            Assert.Equal("no-cache", headers.Pragma.ToString());
        }
    }

    private static ByteArrayContent Text(string text) => new(Encoding.ASCII.GetBytes(text));

    private async Task<TokenResponse> SendAsync(HttpContent content, string? type, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = content };
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.TransferEncodingChunked = chunked;
        return await TokenResponse.ReadAsync(await servers.Bridge.Public.SendAsync(request, Ct), Ct);
    }

    private async Task<string?> RecordedAsync(TokenResponse response)
    {
        await using var context = servers.Bridge.Engine.Database.CreateContext();
        return (await context.Exchanges.FindAsync([Guid.Parse(response.Member("exchange_id")!)], Ct))?.Reason;
    }

    /// <summary>A body whose length nobody is told.</summary>
    private sealed class Endless(string text) : MemoryStream(Encoding.ASCII.GetBytes(text))
    {
        public override bool CanSeek => false;
    }
}
