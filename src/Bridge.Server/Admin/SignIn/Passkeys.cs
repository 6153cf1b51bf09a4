using Bridge.Access;
using Microsoft.AspNetCore.Identity;

namespace Bridge.Server.Admin.SignIn;

/// <summary>
/// Passkeys (W3C Web Authentication) by the framework's own handler. The authenticator itself verifies its user, so a passkey is two
/// factors in one. The challenge travels in an encrypted cookie and counts once in this browser, for a few minutes.
/// </summary>
internal sealed class Passkeys(IPasskeyHandler<Person> handler, UserManager<Person> people, HalfWay halfWay)
{
    private const string Making = "new-passkey";
    private const string Asking = "passkey";

    /// <summary>The options of <c>navigator.credentials.create</c>.</summary>
    public async Task<string> BeginMakingAsync(HttpContext context, Person person)
    {
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = person.Id.Id, Name = person.Login, DisplayName = person.Name }, context);
        halfWay.Write(context.Response, Making, made.AttestationState!);
        return made.CreationOptionsJson;
    }

    /// <summary>Keeps what the browser made; false where it does not answer the challenge.</summary>
    public async Task<bool> EndMakingAsync(HttpContext context, Person person, string? credential, string name)
    {
        if (Take(context, Making) is not { } state || string.IsNullOrEmpty(credential))
            return false;
        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != person.Id.Id)
            return false;
        result.Passkey.Name = name;
        return (await people.AddOrUpdatePasskeyAsync(person, result.Passkey)).Succeeded;
    }

    /// <summary>The options of <c>navigator.credentials.get</c>, for one person or for whoever has a passkey.</summary>
    public async Task<string> BeginAskingAsync(HttpContext context, Person? person)
    {
        var made = await handler.MakeRequestOptionsAsync(person, context);
        halfWay.Write(context.Response, Asking, made.AssertionState!);
        return made.RequestOptionsJson;
    }

    /// <summary>Who answered the challenge, or null.</summary>
    public async Task<Person?> EndAskingAsync(HttpContext context, string? credential)
    {
        if (Take(context, Asking) is not { } state || string.IsNullOrEmpty(credential))
            return null;
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = state });
        if (!result.Succeeded)
            return null;
        // Its counter tells a copy from the original at the next use.
        await people.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        return result.User;
    }

    private string? Take(HttpContext context, string kind)
    {
        var state = halfWay.Read(context.Request, kind);
        halfWay.Delete(context.Response, kind);
        return state;
    }
}
