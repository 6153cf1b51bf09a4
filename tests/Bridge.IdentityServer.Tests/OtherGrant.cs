using System.Security.Claims;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Validation;

namespace Bridge.IdentityServer.Tests;

/// <summary>A grant that the server had before, for a subject of its own that wears a claim of Bridge's.</summary>
internal sealed class OtherGrant(string grantType) : IExtensionGrantValidator
{
    public const string Name = "other";

    public string GrantType => grantType;

#if IDENTITYSERVER8
    public Task ValidateAsync(ExtensionGrantValidationContext context, CancellationToken ct)
#else
    public Task ValidateAsync(ExtensionGrantValidationContext context)
#endif
    {
        context.Result = new GrantValidationResult("alice", "pwd", [new Claim("bridge_exchange_id", "forged")]);
        return Task.CompletedTask;
    }

    /// <summary>The profile service that the server had before.</summary>
    internal sealed class Profile : IProfileService
    {
#if IDENTITYSERVER8
        public Task GetProfileDataAsync(ProfileDataRequestContext context, CancellationToken ct)
#else
        public Task GetProfileDataAsync(ProfileDataRequestContext context)
#endif
        {
            context.IssuedClaims.Add(new Claim("role", "admin"));
            return Task.CompletedTask;
        }

#if IDENTITYSERVER8
        public Task IsActiveAsync(IsActiveContext context, CancellationToken ct)
#else
        public Task IsActiveAsync(IsActiveContext context)
#endif
        {
            context.IsActive = true;
            return Task.CompletedTask;
        }
    }
}
