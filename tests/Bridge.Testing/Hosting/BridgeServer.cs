using System.Net.Http.Headers;
using Bridge.Access;
using Bridge.Configuration.Applying;
using Bridge.Server.Apply;
using Bridge.Server.Hosting;
using Bridge.Server.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Testing.Hosting;

/// <summary>
/// A real Bridge in this process, with a database and a key-encryption key of its own and both listeners on free loopback
/// ports. Starting one takes a fraction of a second.
/// </summary>
public sealed class BridgeServer : IAsyncDisposable
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string IdTokenType = "urn:ietf:params:oauth:token-type:id_token";

    private readonly BridgeServerOptions options;
    private readonly ServerFolder folder;
    private readonly ILoggerFactory loggers;
    private readonly WebApplication app;
    private bool disposed;

    private BridgeServer(BridgeServerOptions options, ServerFolder folder, CapturedLog log, ILoggerFactory loggers, Engine engine)
    {
        (this.options, this.folder, Log, this.loggers, Engine) = (options, folder, log, loggers, engine);
        app = BridgeHost.Build(engine, loggers);
    }

    public static async Task<BridgeServer> StartAsync(BridgeServerOptions? options = null, CancellationToken ct = default)
    {
        options ??= new BridgeServerOptions();
        var place = await ServerFolder.CreateAsync(options);
        var log = new CapturedLog();
        var factory = LoggerFactory.Create(logging =>
        {
            Logging.Filter(logging);
            logging.AddFilter("Bridge", LogLevel.Trace).AddProvider(log);
        });
        var server = new BridgeServer(options, place, log, factory, await Engine.OpenAsync(place.Read(options), options.Time, factory, ct));
        if (options.Yaml is not null)
            await server.ApplyAsync(options.Yaml, ct);
        options.Map?.Invoke(server.app);
        await server.app.StartAsync(ct);
        (server.Public, server.Admin) = (Client(server.app.Urls.First()), Client(server.app.Urls.Last()));
        return server;
    }

    /// <summary>All of the server but its listeners: database, configuration in force, keys, exchange.</summary>
    public Engine Engine { get; }

    public BridgeSettings Settings => Engine.Settings;

    public string Issuer => Settings.Issuer.Text;

    /// <summary>A client of the public listener. It follows no redirect.</summary>
    public HttpClient Public { get; private set; } = null!;

    /// <summary>A client of the admin listener. It follows no redirect.</summary>
    public HttpClient Admin { get; private set; } = null!;

    public CapturedLog Log { get; }

    /// <summary>Its settings as a process would find them in its environment.</summary>
    public IReadOnlyDictionary<string, string?> Written => folder.Settings(options);

    /// <summary>The folder of its files, which goes with the server.</summary>
    public string Folder => folder.Path;

    /// <summary>Applies a configuration file, which must be without a mistake, and brings it in force.</summary>
    public async Task ApplyAsync(string yaml, CancellationToken ct = default)
    {
        var document = YamlDocument.Read(yaml);
        if (document.Root is null)
            throw new ArgumentException(string.Join(Environment.NewLine, document.Mistakes), nameof(yaml));
        var applier = new Applier(Engine.Database.Configuration, Engine.Compiler, Engine.Time);
        var plan = await applier.CommitAsync(new ApplyFile(document.Root, new string('0', 64)), "test", why: null, int.MaxValue, ct);
        if (!plan.Mistakes.IsEmpty)
            throw new ArgumentException(string.Join(Environment.NewLine, plan.Mistakes), nameof(yaml));
        await Engine.Configurations.RefreshAsync(ct);
    }

    /// <summary>What the server is composed of.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>All routes of both listeners.</summary>
    public IReadOnlyList<RouteEndpoint> Routes => [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>Makes an API token and gives its text.</summary>
    public async Task<string> MakeTokenAsync(Right right, Reach? reach = null, TimeSpan? life = null, CancellationToken ct = default)
    {
        var (text, now) = (ApiTokenText.Make(), Engine.Time.GetUtcNow());
        var token = new ApiToken { Id = Guid.CreateVersion7(now), Name = "test", Right = right, Reach = reach ?? Reach.Everything, Author = "test", CreatedAt = now, ExpiresAt = now + (life ?? TimeSpan.FromDays(1)) };
        await Engine.Database.ApiTokens.CreateAsync(token, ApiTokenText.Hash(text), ct);
        return text;
    }

    /// <summary>Exchanges a CI token for one of an audience; further parameters are added as they are.</summary>
    public Task<TokenResponse> ExchangeAsync(string subjectToken, string? audience, CancellationToken ct = default, params IEnumerable<(string Name, string Value)> more) =>
        PostAsync(Form(subjectToken, audience).Concat(more), null, ct);

    /// <summary>The parameters of an ordinary exchange, to be changed as a test likes.</summary>
    public static IEnumerable<(string Name, string Value)> Form(string subjectToken, string? audience) =>
        [("grant_type", GrantType), ("subject_token", subjectToken), ("subject_token_type", IdTokenType), .. audience is null ? [] : new[] { ("audience", audience) }];

    /// <summary>Posts a form of exactly these parameters to the token endpoint.</summary>
    public async Task<TokenResponse> PostAsync(IEnumerable<(string Name, string Value)> form, AuthenticationHeaderValue? authorization = null, CancellationToken ct = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Settings.Issuer.TokenRoute);
        request.Content = new FormUrlEncodedContent(form.Select(parameter => new KeyValuePair<string, string>(parameter.Name, parameter.Value)));
        request.Headers.Authorization = authorization;
        return await TokenResponse.ReadAsync(await Public.SendAsync(request, ct), ct);
    }

    /// <summary>Asks the database; each row by its column names.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> QueryAsync(string sql, CancellationToken ct = default)
    {
        await using var context = Engine.Database.CreateContext();
        await context.Database.OpenConnectionAsync(ct);
        await using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // A test writes the text itself.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        while (await reader.ReadAsync(ct))
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, column => reader.IsDBNull(column) ? null : reader.GetValue(column), StringComparer.Ordinal));
        return rows;
    }

    /// <summary>Stops as on SIGTERM: what is in flight is finished, then everything is written and closed.</summary>
    public async Task StopAsync()
    {
        if (disposed)
            return;
        disposed = true;
        await app.StopAsync();
        await app.DisposeAsync();
        await Engine.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Public.Dispose();
        Admin.Dispose();
        await StopAsync();
        loggers.Dispose();
        folder.Dispose();
    }

    private static HttpClient Client(string url) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(url) };
}
