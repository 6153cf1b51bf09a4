using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;

namespace Bridge.Server.Admin.SignIn.GitLab;

/// <summary>One answer of GitLab.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">Its JSON; null where there is none that matters.</param>
/// <param name="Next">Where the next page of a list is.</param>
internal sealed record GitLabAnswer(HttpStatusCode Status, JsonElement? Body, Uri? Next);

/// <summary>
/// Asks a GitLab over the same kind of connection that fetches its keys: its CA file and proxy, no redirect, no link-local address. An
/// answer may be a megabyte and take five seconds.
/// </summary>
internal sealed class GitLabConnection(TimeProvider time)
{
    private const int LongestAnswer = 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <exception cref="GitLabUnavailableException">It does not answer, with 5xx or 429, or not in JSON.</exception>
    public async Task<GitLabAnswer> AskAsync(Issuer issuer, HttpRequestMessage request, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var client = KeyConnection.Open(issuer.Keys, time);
            client.MaxResponseContentBufferSize = LongestAnswer;
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await client.SendAsync(request, either.Token);
            if ((int)response.StatusCode >= 500 || response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode is >= 300 and < 400)
                throw new GitLabUnavailableException($"{issuer.Name} answered {(int)response.StatusCode}");
            return new GitLabAnswer(response.StatusCode, response.IsSuccessStatusCode ? await JsonAsync(response, either.Token) : null, Next(issuer, response));
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new GitLabUnavailableException($"{issuer.Name} did not answer within {Limit.TotalSeconds:0} seconds", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or UnusableKeySetException)
        {
            throw new GitLabUnavailableException($"{issuer.Name} cannot be asked", e);
        }
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response, CancellationToken ct)
    {
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(ct), default, ct);
        return document.RootElement.Clone();
    }

    // Only on the same server: the token goes along.
    private static Uri? Next(Issuer issuer, HttpResponseMessage response)
    {
        var link = response.Headers.TryGetValues("Link", out var values) ? string.Join(',', values).Split(',').FirstOrDefault(part => part.Contains("rel=\"next\"", StringComparison.Ordinal)) : null;
        return link is not null && link.IndexOf('<', StringComparison.Ordinal) is var open and >= 0 && link.IndexOf('>', StringComparison.Ordinal) is var close && close > open
            && Uri.TryCreate(link[(open + 1)..close], UriKind.Absolute, out var next) && KeyAddress.SameServer(new Uri(issuer.GitLabUrl!), next) ? next : null;
    }
}
