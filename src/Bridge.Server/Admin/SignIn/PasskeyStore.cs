using System.Buffers.Text;
using System.Text.Json;
using Bridge.Access;
using Bridge.Storage;
using Bridge.Storage.Model;
using Microsoft.AspNetCore.Identity;

namespace Bridge.Server.Admin.SignIn;

/// <summary>Passkeys as ASP.NET Core Identity asks for them; of people it asks here only by id.</summary>
internal sealed class PasskeyStore(BridgeDatabase database) : IUserPasskeyStore<Person>
{
    private const string Unnamed = "Passkey";

    public Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => database.LocalAccounts.PutPasskeyAsync(new PasskeyRow
    {
        Id = Base64Url.EncodeToString(passkey.CredentialId),
        PersonId = user.Id.Id,
        Name = passkey.Name ?? Unnamed,
        Data = JsonSerializer.Serialize(passkey),
        CreatedAt = passkey.CreatedAt,
    }, cancellationToken);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken) =>
        [.. (await database.LocalAccounts.PasskeysAsync(user.Id, cancellationToken)).Select(Read)];

    public async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await database.LocalAccounts.FindPasskeyAsync(Base64Url.EncodeToString(credentialId), cancellationToken) is { } row ? await FindByIdAsync(row.PersonId, cancellationToken) : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        await database.LocalAccounts.FindPasskeyAsync(Base64Url.EncodeToString(credentialId), cancellationToken) is { } row && row.PersonId == user.Id.Id ? Read(row) : null;

    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        database.LocalAccounts.RemovePasskeyAsync(user.Id, Base64Url.EncodeToString(credentialId), cancellationToken);

    public async Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        (await database.LocalAccounts.FindAsync(new PersonId(PersonId.Local, userId), cancellationToken))?.Person;

    public async Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        (await database.LocalAccounts.FindAsync(normalizedUserName, cancellationToken))?.Person;

    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Id.Id);

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Login);

    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Login);

    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    // People are made by invitation and changed by the pages' own types.
    public Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(IdentityResult.Success);

    public void Dispose()
    {
    }

    private static UserPasskeyInfo Read(PasskeyRow row)
    {
        var passkey = JsonSerializer.Deserialize<UserPasskeyInfo>(row.Data)!;
        passkey.Name = row.Name;
        return passkey;
    }
}
