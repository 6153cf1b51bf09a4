using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.IdentityServer;

/// <summary>Issues to a job exactly the admitted claims. Every other subject is the concern of the profile service that was there before.</summary>
internal sealed class GitLabJobProfileService(IProfileService others) : IProfileService
{
    /// <summary>Puts this service in front of the one that was registered last.</summary>
    public static void Register(IServiceCollection services)
    {
        var before = services.Last(service => service.ServiceType == typeof(IProfileService) && !service.IsKeyedService);
        services.Remove(before);
        services.Add(new ServiceDescriptor(typeof(IProfileService), provider => new GitLabJobProfileService(Make(before, provider)), before.Lifetime));
    }

#if IDENTITYSERVER8
    public Task GetProfileDataAsync(ProfileDataRequestContext context, CancellationToken ct) => Admitted(context) ? Task.CompletedTask : others.GetProfileDataAsync(context, ct);

    public Task IsActiveAsync(IsActiveContext context, CancellationToken ct) => Admitted(context) ? Task.CompletedTask : others.IsActiveAsync(context, ct);
#else
    public Task GetProfileDataAsync(ProfileDataRequestContext context) => Admitted(context) ? Task.CompletedTask : others.GetProfileDataAsync(context);

    public Task IsActiveAsync(IsActiveContext context) => Admitted(context) ? Task.CompletedTask : others.IsActiveAsync(context);
#endif

    private static bool Admitted(ProfileDataRequestContext context)
    {
        var claims = AdmittedClaims.In(context.Subject).ToList();
        if (claims.Count > 0)
            context.IssuedClaims = claims;
        return claims.Count > 0;
    }

    // Bridge has just judged the job; whether it is active was part of that.
    private static bool Admitted(IsActiveContext context) => context.IsActive = AdmittedClaims.In(context.Subject).Any();

    private static IProfileService Make(ServiceDescriptor service, IServiceProvider provider) => (IProfileService)(
        service.ImplementationInstance ?? service.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));
}
