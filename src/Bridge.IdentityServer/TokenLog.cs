using Microsoft.Extensions.Logging;

namespace Bridge.IdentityServer;

/// <summary>
/// IdentityServer writes each issued token to its log at the trace level. A token is in no log, whatever levels the server
/// is set to, so that one level of that one category is taken out of every rule.
/// </summary>
internal static class TokenLog
{
    private const string Category = "Duende.IdentityServer.Endpoints.TokenEndpoint";

    public static void Silence(LoggerFilterOptions options)
    {
        var rules = options.Rules.ToList();
        options.Rules.Clear();
        options.Rules.Add(new LoggerFilterRule(null, null, options.MinLevel, (_, category, level) => !IsToken(category, level)));
        foreach (var rule in rules)
            options.Rules.Add(new LoggerFilterRule(rule.ProviderName, rule.CategoryName, rule.LogLevel, (provider, category, level) => !IsToken(category, level) && (rule.Filter?.Invoke(provider, category, level) ?? true)));
    }

    private static bool IsToken(string? category, LogLevel level) => level == LogLevel.Trace && category == Category;
}
