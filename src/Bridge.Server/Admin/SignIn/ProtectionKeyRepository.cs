using System.Text;
using System.Xml.Linq;
using Bridge.Keys;
using Bridge.Storage.People;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Bridge.Server.Admin.SignIn;

/// <summary>
/// Keeps Data Protection's keys in the database, each whole element wrapped by the key-encryption key and bound to its name: who
/// has the database alone can read no cookie and make none. The framework asks without waiting, once at start and once a day.
/// </summary>
internal sealed class ProtectionKeyRepository(ProtectionKeys keys, Func<KeyEncryption> encryption) : IXmlRepository
{
    /// <summary>What a key is wrapped for, so that it cannot be put into another row.</summary>
    public static string Row(string name) => $"data protection {name}";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var stored = keys.ReadAsync(CancellationToken.None).GetAwaiter().GetResult();
        if (stored.IsEmpty)
            return [];
        var unwrapping = encryption();
        return [.. stored.Select(key => XElement.Parse(Encoding.UTF8.GetString(unwrapping.Unwrap(key.Wrapped, Row(key.Name)))))];
    }

    public void StoreElement(XElement element, string friendlyName) =>
        keys.AddAsync(friendlyName, encryption().Wrap(Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), Row(friendlyName)), CancellationToken.None).GetAwaiter().GetResult();
}
