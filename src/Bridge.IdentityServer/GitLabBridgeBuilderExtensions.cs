using Bridge.Configuration;
using Bridge.Configuration.Compiling;
using Bridge.Exchange;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Keys;
using Bridge.Records;
using Bridge.Tokens;
using Duende.IdentityServer.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Bridge.IdentityServer;

/// <summary>
/// Adds the exchange to an IdentityServer as an extension grant. IdentityServer keeps clients, keys, endpoints and tokens;
/// Bridge decides which job may have which token, and records it.
/// </summary>
public static class GitLabBridgeBuilderExtensions
{
    /// <summary>
    /// Adds the grant. The services must hold an <see cref="IConfigurationStore"/> and an <see cref="IExchangeJournal"/>; a
    /// profile service of the server's own is registered before this and keeps serving its own subjects.
    /// </summary>
    /// <param name="builder">The IdentityServer.</param>
    /// <param name="settings">The settings of exchanges. The issuer is IdentityServer's own, and the audience that CI tokens must name.</param>
    public static IIdentityServerBuilder AddGitLabBridge(this IIdentityServerBuilder builder, ExchangeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddExchange(settings);
        builder.AddExtensionGrantValidator<TokenExchangeGrantValidator>();
        GitLabJobProfileService.Register(builder.Services);
        builder.Services.PostConfigure<IdentityServerOptions>(options => Configure(options, settings));
        builder.Services.PostConfigure<LoggerFilterOptions>(TokenLog.Silence);
        builder.Services.AddHostedService<RegistrationCheck>();
        builder.Services.AddHostedService<Refresh>();
        return builder;
    }

    private static void AddExchange(this IServiceCollection services, ExchangeSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpContextAccessor();
        services.AddSingleton(settings);
        services.AddSingleton(new ConfigurationCompiler(settings.Issuer, settings.LifetimeCeiling));
        services.AddSingleton(provider => new ConfigurationCache(
            provider.GetRequiredService<IConfigurationStore>(), source => Compile(source, provider.GetRequiredService<ConfigurationCompiler>()), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new IssuerKeys(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TokenVerifier>();
        services.AddSingleton<IssuerLimiter>();
        services.AddSingleton<Recorder>();
        services.AddSingleton(new TokenMinter(settings.Issuer));
        services.AddSingleton<TokenExchange>();
        services.AddScoped<MintableTokens>();
    }

    // IdentityServer signs, so Bridge's own signing keys are not loaded and its key-encryption key is not needed.
    private static ConfigurationInForce Compile(ConfigurationSource source, ConfigurationCompiler compiler)
    {
        var compilation = compiler.Load(source, new KeyRing([]));
        return compilation.Configuration ?? throw new StoreUnavailableException($"The stored configuration has mistakes: {string.Join("; ", compilation.Mistakes)}");
    }

    private static void Configure(IdentityServerOptions options, ExchangeSettings settings)
    {
        // Left out, IdentityServer would take its issuer from the Host header of each request.
        options.IssuerUri ??= settings.Issuer;
        options.Logging.TokenRequestSensitiveValuesFilter.Add("subject_token");
        options.Logging.TokenRequestSensitiveValuesFilter.Add("actor_token");
    }
}
