using Bridge.Exchange;
using Duende.IdentityServer.Configuration;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bridge.IdentityServer;

/// <summary>Stops the start of a server in which another registration would go around Bridge unseen.</summary>
internal sealed class RegistrationCheck(IServiceScopeFactory scopes, ExchangeSettings settings) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        var services = scope.ServiceProvider;
        if (services.GetRequiredService<IProfileService>() is not GitLabJobProfileService)
            throw new InvalidOperationException("A profile service was added after AddGitLabBridge and replaces it: add it before.");
        // IdentityServer would ask the first of several, whichever that is.
        if (services.GetServices<IExtensionGrantValidator>().Count(validator => validator.GrantType == TokenRequest.GrantType) != 1)
            throw new InvalidOperationException($"Another validator serves {TokenRequest.GrantType}: there can be only one.");
        if (services.GetRequiredService<IdentityServerOptions>().IssuerUri is var issuer && issuer != settings.Issuer)
            throw new InvalidOperationException($"IdentityServer's issuer is {issuer} and Bridge's {settings.Issuer}: they must be the same.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
