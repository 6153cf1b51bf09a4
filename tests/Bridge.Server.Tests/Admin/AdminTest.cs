using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.Access;
using Bridge.Server.Tests.Attacks;
using Xunit;

namespace Bridge.Server.Tests.Admin;

/// <summary>A test of the API by real HTTP, as an administrator of everything unless it says otherwise.</summary>
public abstract class AdminTest<TWorld>(TWorld world) : WorldTest<TWorld>(world)
    where TWorld : World
{
    protected override string Yaml(World world) => $$"""
        issuers:
          - {{Trusted(world.GitLab, "main")}}
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', rules: [{ id: all, effect: allow, everyone: true }] }

        """;

    protected Task<HttpResponseMessage> AskAsync(string method, string path, string? json = null, string? ifMatch = null, Caller? caller = null) =>
        AskAsync(method, path, json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")), ifMatch, caller);

    protected async Task<HttpResponseMessage> AskAsync(string method, string path, HttpContent? content, string? ifMatch = null, Caller? caller = null)
    {
        caller ??= new Caller("", Right.Admin, Reach.Everything);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = content;
        // So that the answer to what is too large comes before it is sent.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 1_000_000;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Bridge.MakeTokenAsync(caller.Right, caller.Reach, ct: Ct));
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation(ifMatch == "*" ? "If-None-Match" : "If-Match", ifMatch);
        var response = await Bridge.Admin.SendAsync(request, Ct);
        Disclosure.Saw(await response.Content.ReadAsStringAsync(Ct));
        return response;
    }

    /// <summary>The answer's body, of an answer that has this status.</summary>
    protected static async Task<JsonNode> BodyAsync(HttpResponseMessage response, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>A problem of this kind, with the paths of its errors.</summary>
    protected static async Task<IEnumerable<string>> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await BodyAsync(response, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"urn:bridge:problem:{code}", body["type"]!.ToString());
        Assert.Equal((int)status, body["status"]!.GetValue<int>());
        return body["errors"]?.AsArray().Select(error => error!["path"]!.ToString()) ?? [];
    }
}
