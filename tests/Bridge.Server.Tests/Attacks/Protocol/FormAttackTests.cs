using System.Net;
using System.Text;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Protocol;

/// <summary>Requests that are no form, or a form that two readers could read as two (RFC 6749 §3.2, appendix B).</summary>
public sealed class FormAttackTests(Scene scene) : IClassFixture<Scene>
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string Subject = "subject_token";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    [InlineData("TRACE")]
    public async Task Method_other_than_POST_is_405_and_no_exchange(string method)
    {
        var attempt = await scene.Bridge.SendAsync(new HttpMethod(method), null, [], Ct);
        attempt.IsNoExchange(HttpStatusCode.MethodNotAllowed);
        Assert.Equal("no-store", attempt.Answer.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Token_in_the_query_is_not_read()
    {
        var token = scene.Token();
        var query = await new FormUrlEncodedContent(AttackedBridge.Form(token).Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value))).ReadAsStringAsync(Ct);
        var route = scene.Bridge.Server.Settings.Issuer.TokenRoute;
        var attempt = await scene.Bridge.AttemptAsync(
            async () => await Testing.Hosting.TokenResponse.ReadAsync(await scene.Bridge.Server.Public.PostAsync($"{route}?{query}", Body("x=y"), Ct), Ct), [token], Ct);
        attempt.IsRefused("parameter_missing");
        Assert.Equal("grant_type", attempt.Record["reason_name"]);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7")]
    [InlineData("application/x-www-form-urlencodedx")]
    [InlineData("application/x-www-form-urlencoded, application/json")]
    [InlineData("application/*")]
    [InlineData("")]
    public async Task Body_of_another_type_is_refused(string type)
    {
        var token = scene.Token();
        (await PostAsync(await TextAsync(token), type, token)).IsRefused("not_a_form");
    }

    [Fact]
    public async Task JSON_body_is_refused()
    {
        var token = scene.Token();
        var json = new System.Text.Json.Nodes.JsonObject(AttackedBridge.Form(token).Select(pair => KeyValuePair.Create(pair.Name, (System.Text.Json.Nodes.JsonNode?)pair.Value)));
        (await PostAsync(json.ToJsonString(), "application/json", token)).IsRefused("not_a_form");
        (await PostAsync(json.ToJsonString(), FormType, token)).IsRefused("parameter_missing");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("identity")]
    [InlineData("deflate")]
    public async Task Encoded_body_is_refused(string encoding)
    {
        var token = scene.Token();
        var content = Body(await TextAsync(token));
        content.Headers.ContentEncoding.Add(encoding);
        (await scene.Bridge.SendAsync(HttpMethod.Post, content, [token], Ct)).IsRefused("not_a_form");
    }

    [Theory]
    [InlineData("grant_type")]
    [InlineData("subject_token")]
    [InlineData("subject_token_type")]
    [InlineData("requested_token_type")]
    [InlineData("scope")]
    [InlineData("client_id")]
    [InlineData("client_secret")]
    [InlineData("actor_token")]
    [InlineData("unknown")]
    public async Task Repeated_parameter_is_refused_even_with_one_value(string name)
    {
        var form = AttackedBridge.Form(scene.Token()).ToList();
        var value = form.Find(parameter => parameter.Name == name).Value ?? "x";
        var attempt = await scene.Bridge.PostAsync(form.Where(parameter => parameter.Name != name).Append((name, value)).Prepend((name, value)), Ct);
        attempt.IsRefused("parameter_repeated");
        Assert.Equal(name, attempt.Record["reason_name"]);
    }

    [Theory]
    [InlineData("&%73ubject_token=x", "parameter_repeated")]
    [InlineData("&subject%5Ftoken=x", "parameter_repeated")]
    [InlineData("&subject_toke%6e=x", "parameter_repeated")]
    [InlineData("&grant_type=password", "parameter_repeated")]
    [InlineData("&scope=%", "not_a_form")]
    [InlineData("&scope=%4", "not_a_form")]
    [InlineData("&scope=%zz", "not_a_form")]
    [InlineData("&scope=%u0041", "not_a_form")]
    [InlineData("&scope=%-1", "not_a_form")]
    [InlineData("&%=x", "not_a_form")]
    [InlineData("&scope=%C0%AF", "not_a_form")]
    [InlineData("&scope=%ED%A0%80", "not_a_form")]
    [InlineData("&scope=%FF", "not_a_form")]
    [InlineData("&x=%E2%82", "not_a_form")]
    [InlineData("&scope=a%00b", "scope_malformed")]
    [InlineData("&scope=a++b", "scope_malformed")]
    [InlineData("&scope=+", "scope_malformed")]
    [InlineData("&scope=a%0Ab", "scope_malformed")]
    [InlineData("&scope=%2561", "scope_not_given")]
    public async Task Encoding_is_read_once_and_strictly(string more, string reason)
    {
        var token = scene.Token();
        var attempt = await PostAsync(await TextAsync(token) + more, FormType, token);
        var (expected, actual) = reason == "scope_not_given" ? ("read write", "%61") : (null, null);
        attempt.IsRefused(reason, expected, actual, reason.StartsWith("scope", StringComparison.Ordinal) ? "invalid_scope" : "invalid_request");
    }

    [Theory]
    [InlineData("&Subject_Token=x&SUBJECT_TOKEN=y")]
    [InlineData("&subject_token[]=x&subject_token%00=x&subject_token%20=x")]
    [InlineData("&grant_type;=password;client_id=x")]
    [InlineData("&&=&=x&y&")]
    [InlineData("&subject_token=&client_id=&client_secret=&actor_token=")]
    [InlineData("&scope=&requested_token_type=&resource=")]
    [InlineData("&%61udience=https://deploy.test")]
    [InlineData("&scope=openid+read")]
    public async Task Parameters_that_mean_nothing_change_nothing(string more)
    {
        var token = scene.Token();
        (await PostAsync(await TextAsync(token) + more, FormType, token)).IsGranted();
    }

    [Theory]
    [InlineData("grant_type", "grant_type_unsupported", "unsupported_grant_type")]
    [InlineData("subject_token", "subject_token_invalid", "invalid_request")]
    [InlineData("subject_token_type", "subject_token_type_unsupported", "invalid_request")]
    [InlineData("requested_token_type", "requested_token_type_unsupported", "invalid_request")]
    [InlineData("audience", "target_unknown", "invalid_target")]
    [InlineData("resource", "target_unknown", "invalid_target")]
    [InlineData("client_id", "client_invalid", "invalid_client")]
    public async Task Parameter_that_ends_in_NUL_is_another_value(string name, string reason, string error)
    {
        var values = AttackedBridge.Form(scene.Token()).Append(("requested_token_type", "urn:ietf:params:oauth:token-type:jwt")).Append(("client_id", "gitlab-ci")).ToList();
        var value = values.Find(parameter => parameter.Item1 == name).Item2 ?? "https://deploy.test/r";
        var attempt = await scene.Bridge.PostAsync(values.Where(parameter => parameter.Item1 != name).Append((name, value + "\0")), Ct);
        var actual = error == "invalid_target" ? value + "\0" : null;
        attempt.IsRefused(reason, Expected(name), actual, error, error == "invalid_client" ? 401 : 400, name == Subject ? "subject_token_malformed" : reason);
    }

    [Theory]
    [InlineData("grant_type", "authorization_code", "grant_type_unsupported", "unsupported_grant_type")]
    [InlineData("grant_type", "client_credentials", "grant_type_unsupported", "unsupported_grant_type")]
    [InlineData("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "grant_type_unsupported", "unsupported_grant_type")]
    [InlineData("grant_type", "URN:ietf:params:oauth:grant-type:token-exchange", "grant_type_unsupported", "unsupported_grant_type")]
    [InlineData("grant_type", "", "parameter_missing", "invalid_request")]
    [InlineData("subject_token", "", "parameter_missing", "invalid_request")]
    [InlineData("subject_token_type", "", "parameter_missing", "invalid_request")]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:access_token", "subject_token_type_unsupported", "invalid_request")]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:saml2", "subject_token_type_unsupported", "invalid_request")]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:JWT", "subject_token_type_unsupported", "invalid_request")]
    [InlineData("actor_token", "an actor's token of some length", "actor_token_unsupported", "invalid_request")]
    [InlineData("actor_token_type", "urn:ietf:params:oauth:token-type:jwt", "actor_token_unsupported", "invalid_request")]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token", "requested_token_type_unsupported", "invalid_request")]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:saml1", "requested_token_type_unsupported", "invalid_request")]
    [InlineData("requested_token_type", "access_token", "requested_token_type_unsupported", "invalid_request")]
    public async Task Parameter_of_an_unsupported_value_is_refused(string name, string value, string reason, string error)
    {
        var attempt = await scene.Bridge.PostAsync(AttackedBridge.Form(scene.Token()).Where(parameter => parameter.Name != name).Append((name, value)), Ct);
        attempt.IsRefused(reason, value.Length == 0 ? null : Expected(name), null, error);
        Assert.Equal(name, attempt.Record["reason_name"]);
    }

    [Theory]
    [InlineData(64 * 1024 + 1)]
    [InlineData(1024 * 1024)]
    [InlineData(8 * 1024 * 1024)]
    public async Task Form_that_is_too_large_is_refused(int length)
    {
        var token = scene.Token();
        var text = await TextAsync(token) + "&x=";
        using var connection = new RawConnection(scene.Bridge.Server);
        var attempt = await scene.Bridge.AttemptAsync(() => connection.AskAsync(RawConnection.Head(scene.Bridge.Server, $"Content-Length: {length}") + text, Ct), [token], Ct);
        attempt.IsRefused("request_too_large", "65536", status: 413);
    }

    [Fact]
    public async Task Form_of_too_many_parameters_is_refused()
    {
        var token = scene.Token();
        (await PostAsync(await TextAsync(token) + string.Concat(Enumerable.Repeat("&x=y", 20_000)), FormType, token)).IsRefused("request_too_large", "65536", status: 413);
        (await PostAsync(await TextAsync(token) + string.Concat(Enumerable.Range(0, 5_000).Select(number => $"&x{number}")), FormType, token)).IsRefused("not_a_form");
    }

    [Fact]
    public async Task Host_and_forwarding_headers_do_not_change_the_issuer()
    {
        var token = scene.Token();
        using var connection = new RawConnection(scene.Bridge.Server);
        var text = await TextAsync(token);
        var head = RawConnection.Head(scene.Bridge.Server, $"Content-Length: {text.Length}\r\nX-Forwarded-Host: attacker.test\r\nX-Forwarded-For: 192.0.2.1\r\nForwarded: host=attacker.test", host: "attacker.test");
        var attempt = await scene.Bridge.AttemptAsync(() => connection.AskAsync(head + text, Ct), [token], Ct);
        Assert.Equal(scene.Bridge.Issuer, attempt.IsGranted()["iss"]!.ToString());
        Assert.Equal("127.0.0.1", attempt.Record["address"]);
    }

    private static string? Expected(string name) => name switch
    {
        "grant_type" => "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token_type" => "urn:ietf:params:oauth:token-type:id_token or urn:ietf:params:oauth:token-type:jwt",
        "requested_token_type" => "urn:ietf:params:oauth:token-type:access_token, urn:ietf:params:oauth:token-type:id_token, urn:ietf:params:oauth:token-type:jwt",
        _ => null,
    };

    private static async Task<string> TextAsync(string token) =>
        await new FormUrlEncodedContent(AttackedBridge.Form(token).Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value))).ReadAsStringAsync(Ct);

    private static ByteArrayContent Body(string text, string? type = FormType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private Task<Attempt> PostAsync(string text, string? type, string token) => scene.Bridge.SendAsync(HttpMethod.Post, Body(text, type), [token], Ct);
}
