using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands.Remote;

/// <summary>A server that runs, asked over its API with the token of the environment.</summary>
internal sealed class RemoteServer : IDisposable
{
    /// <summary>The variable of the environment that the API token is in; an argument could be read by every user of the machine.</summary>
    public const string TokenVariable = "BRIDGE_TOKEN";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly HttpClient client;

    private RemoteServer(HttpClient client) => this.client = client;

    /// <summary>The server at an address, or why it cannot be asked.</summary>
    public static RemoteServer Open(CommandContext context, string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new CannotRunException($"--server must be the address of the admin listener, such as https://bridge-admin.example.com; {address} is none.");
        if (url.Scheme == "http" && !url.IsLoopback)
            throw new CannotRunException("--server must be https: everybody on the way could read the token.");
        if (context.Variable(TokenVariable) is not { Length: > 0 } token)
            throw new CannotRunException($"{TokenVariable} is not set: put the API token there.");
        var asking = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri($"{url.ToString().TrimEnd('/')}/"), Timeout = Patience };
        asking.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new RemoteServer(asking);
    }

    /// <summary>Asks, and gives the answer where it says yes.</summary>
    /// <exception cref="CannotRunException">What was sent has mistakes; all of them are told.</exception>
    /// <exception cref="FailedException">The server says no, or cannot be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, $"api/v1/{path}") { Content = content };
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw new FailedException($"{client.BaseAddress} cannot be reached: {e.Message}");
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await RefusedAsync(response, ct);
    }

    /// <summary>Asks for JSON.</summary>
    public async Task<JsonElement> JsonAsync(HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var response = await SendAsync(method, path, content, ct);
        return await JsonSerializer.DeserializeAsync<JsonElement>(await response.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
    }

    /// <summary>Asks for a list, page by page to its end.</summary>
    public async IAsyncEnumerable<JsonElement> ListAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (string? after = ""; after is not null;)
        {
            var page = await JsonAsync(HttpMethod.Get, after.Length == 0 ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={after}", null, ct);
            foreach (var item in page.GetProperty("items").EnumerateArray())
                yield return item;
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
    }

    public void Dispose() => client.Dispose();

    private static async Task<Exception> RefusedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return new FailedException($"The server answered {(int)response.StatusCode}, and not as a Bridge does: is this its admin listener?");
        var problem = JsonElement.Parse(text);
        var words = $"{problem.GetProperty("title").GetString()}{(problem.TryGetProperty("detail", out var detail) ? $" {detail.GetString()}" : "")}";
        return response.StatusCode == HttpStatusCode.UnprocessableEntity && problem.TryGetProperty("errors", out var errors)
            ? new CannotRunException([.. errors.EnumerateArray().Select(Mistake)])
            : new FailedException(words, response.StatusCode);
    }

    private static string Mistake(JsonElement error) =>
        $"{(error.TryGetProperty("line", out var line) ? $"line {line.GetInt32()}: " : "")}{error.GetProperty("path").GetString()}: {error.GetProperty("message").GetString()}";
}
