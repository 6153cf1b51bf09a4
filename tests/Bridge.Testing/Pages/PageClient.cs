using System.Net;
using Bridge.Testing.Hosting;

namespace Bridge.Testing.Pages;

/// <summary>A browser without scripts, with cookies of its own. It follows a redirect only when it is told to.</summary>
public sealed class PageClient : IDisposable
{
    private readonly HttpClient http;
    private readonly CookieContainer cookies = new();

    public PageClient(BridgeServer bridge)
    {
        Address = new Uri($"http://localhost:{bridge.Admin.BaseAddress!.Port}");
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = cookies }) { BaseAddress = Address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    /// <summary>The pages, by the name of localhost.</summary>
    public Uri Address { get; }

    public string? Cookie(string name) => cookies.GetCookies(Address)[name]?.Value;

    public void SetCookie(string name, string value) => cookies.Add(Address, new Cookie(name, value, "/"));

    public async Task<PageAnswer> GetAsync(string path, CancellationToken ct = default) => await ReadAsync(await http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute), ct), ct);

    /// <summary>Posts exactly these fields.</summary>
    public async Task<PageAnswer> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken ct = default)
    {
        using var form = new FormUrlEncodedContent(fields);
        return await ReadAsync(await http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), form, ct), ct);
    }

    /// <summary>Opens a page, fills in its form and sends it.</summary>
    public async Task<PageAnswer> SendAsync(string path, IEnumerable<(string Name, string Value)> typed, string? with = null, CancellationToken ct = default)
    {
        var page = await GetAsync(path, ct);
        var fields = page.Fields(with);
        foreach (var (name, value) in typed)
            fields[name] = value;
        return await PostAsync(path, fields, ct);
    }

    public void Dispose() => http.Dispose();

    private static async Task<PageAnswer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        using (response)
            return new PageAnswer((int)response.StatusCode, response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync(ct));
    }
}
