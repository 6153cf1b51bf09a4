using System.Collections.Immutable;
using Bridge.Keys;
using Bridge.Subjects;

namespace Bridge.Configuration;

/// <summary>Everything that is stored of the configuration at one revision, read in one transaction; projects' own templates apart.</summary>
/// <param name="Revision">Raised by every change of configuration, confirmations and key states.</param>
/// <param name="Definitions">Issuers, relying parties, clients and default mappings.</param>
/// <param name="Templates">The templates of the instance, of issuers and of groups.</param>
/// <param name="Keys">The signing keys.</param>
/// <param name="PrefixOwners">Every subject prefix that was ever used, and by which issuer.</param>
public sealed record ConfigurationSource(
    long Revision,
    ImmutableArray<Definition> Definitions,
    ImmutableArray<SubTemplate> Templates,
    ImmutableArray<StoredKey> Keys,
    ImmutableDictionary<string, string> PrefixOwners);
