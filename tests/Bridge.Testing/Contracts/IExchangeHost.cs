using System.Net.Http.Headers;
using Bridge.Testing.Hosting;

namespace Bridge.Testing.Contracts;

/// <summary>A host of the exchange, as everybody outside sees it, and what its administrator can do.</summary>
public interface IExchangeHost : IAsyncDisposable
{
    /// <summary>The issuer URL; it need not be where the host listens.</summary>
    string Issuer { get; }

    /// <summary>In what this host's answers are its own.</summary>
    WireDifferences Differences { get; }

    /// <summary>A client of the public listener.</summary>
    HttpClient Http { get; }

    /// <summary>All that the host logged, at its finest level.</summary>
    string Log { get; }

    /// <summary>Applies a configuration file and brings it in force.</summary>
    Task ApplyAsync(string yaml, CancellationToken ct);

    /// <summary>Posts a form of exactly these parameters to the token endpoint.</summary>
    Task<TokenResponse> PostAsync(IEnumerable<(string Name, string Value)> form, AuthenticationHeaderValue? authorization, CancellationToken ct);

    /// <summary>Asks the database; each row by its column names.</summary>
    Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> QueryAsync(string sql, CancellationToken ct);
}
