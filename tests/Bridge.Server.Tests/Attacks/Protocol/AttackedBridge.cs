using System.Net.Http.Headers;
using Bridge.Testing.Hosting;

namespace Bridge.Server.Tests.Attacks.Protocol;

/// <summary>
/// A Bridge under attack. Everything is sent through here, so that no test can forget to look through the answer, the records
/// and the log for what must stand in none of them: a token, a secret, a stack trace.
/// </summary>
public sealed class AttackedBridge : IAsyncDisposable
{
    public const string Audience = "https://deploy.test";

    private static readonly string[] SecretParameters = ["subject_token", "actor_token", "client_secret", "client_assertion"];

    private readonly Secrets secrets = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    private AttackedBridge(BridgeServer server) => Server = server;

    public BridgeServer Server { get; }

    public string Issuer => Server.Issuer;

    public static async Task<AttackedBridge> StartAsync(BridgeServerOptions options, CancellationToken ct = default) =>
        new(await BridgeServer.StartAsync(options, ct));

    /// <summary>The parameters of an ordinary exchange, to be changed as a test likes.</summary>
    public static IEnumerable<(string Name, string Value)> Form(string subjectToken, string? audience = Audience) => BridgeServer.Form(subjectToken, audience);

    /// <summary>An ordinary exchange of the token; further parameters are added as they are.</summary>
    public Task<Attempt> ExchangeAsync(string subjectToken, CancellationToken ct, string? audience = Audience, params IEnumerable<(string Name, string Value)> more) =>
        PostAsync(Form(subjectToken, audience).Concat(more), ct);

    /// <summary>A form of exactly these parameters, with an Authorization header as it is.</summary>
    public Task<Attempt> PostAsync(IEnumerable<(string Name, string Value)> form, CancellationToken ct, string? authorization = null)
    {
        var parameters = form.ToList();
        var content = new FormUrlEncodedContent(parameters.Select(parameter => new KeyValuePair<string, string>(parameter.Name, parameter.Value)));
        return SendAsync(HttpMethod.Post, content, parameters.Where(parameter => SecretParameters.Contains(parameter.Name)).Select(parameter => parameter.Value), ct, authorization);
    }

    /// <summary>Any request to the token endpoint; the secrets are what it carries.</summary>
    public Task<Attempt> SendAsync(HttpMethod method, HttpContent? content, IEnumerable<string> carried, CancellationToken ct, string? authorization = null) =>
        AttemptAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(method, Server.Settings.Issuer.TokenRoute);
                request.Content = content;
                if (authorization is not null)
                    request.Headers.TryAddWithoutValidation("Authorization", authorization);
                return await TokenResponse.ReadAsync(await Server.Public.SendAsync(request, ct), ct);
            },
            authorization is null ? carried : carried.Concat(CarriedBy(authorization)),
            ct);

    /// <summary>Sends in whatever way, and looks through all that comes of it.</summary>
    public async Task<Attempt> AttemptAsync(Func<Task<TokenResponse>> send, IEnumerable<string> carried, CancellationToken ct)
    {
        var (answers, records) = await LookAsync(async () => [await send()], carried, ct);
        return new Attempt(answers[0], records);
    }

    /// <summary>Ordinary exchanges, all at once; the records are in no order.</summary>
    public Task<(IReadOnlyList<TokenResponse> Answers, IReadOnlyList<IReadOnlyDictionary<string, object?>> Records)> FloodAsync(
        IReadOnlyCollection<(string SubjectToken, string Audience)> asked, CancellationToken ct) =>
        LookAsync(async () => await Task.WhenAll(asked.Select(one => Server.ExchangeAsync(one.SubjectToken, one.Audience, ct))), asked.Select(one => one.SubjectToken), ct);

    public async ValueTask DisposeAsync()
    {
        await Server.StopAsync();
        secrets.DemandAbsence("the log", Server.Log.Text);
        await Server.DisposeAsync();
    }

    private async Task<(IReadOnlyList<TokenResponse> Answers, IReadOnlyList<IReadOnlyDictionary<string, object?>> Records)> LookAsync(
        Func<Task<TokenResponse[]>> send, IEnumerable<string> carried, CancellationToken ct)
    {
        secrets.Add(carried);
        var answers = await send();
        var records = (await Server.QueryAsync("SELECT * FROM exchanges", ct)).Where(record => seen.Add(Attempt.IdOf(record))).ToList();
        foreach (var answer in answers)
            secrets.DemandAbsence("the answer", answer.Text + answer.Headers);
        // What was issued is the caller's, and from now on as secret as what they sent.
        secrets.Add(answers.Select(Attempt.IssuedTo).OfType<string>());
        foreach (var value in records.SelectMany(record => record.Values))
            secrets.DemandAbsence("a record", value?.ToString() ?? "");
        secrets.DemandAbsence("the log", Server.Log.Text);
        return (answers, records);
    }

    private static IEnumerable<string> CarriedBy(string authorization)
    {
        var parameter = AuthenticationHeaderValue.TryParse(authorization, out var header) ? header.Parameter ?? "" : authorization;
        yield return parameter;
        var octets = new byte[parameter.Length];
        if (Convert.TryFromBase64String(parameter, octets, out var length))
            yield return System.Text.Encoding.UTF8.GetString(octets, 0, length).Split(':', 2)[^1];
    }
}
