using Bridge.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn.GitLab;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.AspNetCore.Identity;

namespace Bridge.Server.Admin.SignIn;

/// <summary>
/// Sign-in to the admin pages. Local people prove it by password and second factor, or by a passkey; others sign in with a GitLab whose
/// issuer says so. Either way a session begins, <see cref="PageSurface"/> finds it again at every request, and the gate decides.
/// </summary>
internal static class SignInParts
{
    public static void AddSignIn(this IServiceCollection services, Engine engine)
    {
        services.AddDataProtection().SetApplicationName("Bridge");
        services.Configure<KeyManagementOptions>(options =>
        {
            options.XmlRepository = new ProtectionKeyRepository(engine.Database.ProtectionKeys, engine.ReadEncryptionKey);
            // The repository wraps the whole of it.
            options.XmlEncryptor = new NullXmlEncryptor();
        });
        services.AddSingleton<ProofStep>();
        services.AddSingleton<GitLabSecrets>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<SessionStart>();
        services.AddSingleton<HalfWay>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SecondFactor>();
        services.AddSingleton<GuessLimiter>();
        services.AddSingleton<PageSurface>();
        services.AddSingleton<GitLabConnection>();
        services.AddSingleton<GitLabApi>();
        services.AddSingleton<GitLabTokens>();
        services.AddSingleton<Maintainers>();
        services.AddScoped<Passkeys>();
        services.AddIdentityCore<Person>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3).AddUserStore<PasskeyStore>();
        services.AddScoped<IPasskeyHandler<Person>, PasskeyHandler<Person>>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.ServerDomain = engine.Settings.Pages.Url?.Host;
            options.ValidateOrigin = context => ValueTask.FromResult(
                !context.CrossOrigin && context.Origin == context.HttpContext.RequestServices.GetRequiredService<PagesAddress>().Of(context.HttpContext.Request));
        });
    }
}
