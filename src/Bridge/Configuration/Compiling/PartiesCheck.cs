using System.Collections.Immutable;
using Bridge.Policies;

namespace Bridge.Configuration.Compiling;

/// <summary>What must hold between relying parties and clients.</summary>
internal static class PartiesCheck
{
    public static void Check(IEnumerable<ReadThing<RelyingParty>> parties, IEnumerable<ReadThing<Client>> clients)
    {
        var clientIds = clients.Select(client => client.Value.Id).Append(Client.DefaultId).ToImmutableHashSet(StringComparer.Ordinal);
        var audiences = new Dictionary<string, string>(StringComparer.Ordinal);
        var resources = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (party, map) in parties)
        {
            if (party.Audience.Length > 0 && !audiences.TryAdd(party.Audience, party.Id))
                map.Mistake("audience", $"{party.Audience} is the audience of {audiences[party.Audience]} already");
            if (party.Resource is { } resource && !resources.TryAdd(resource, party.Id))
                map.Mistake("resource", $"{resource} is the resource of {resources[resource]} already");
            if (party.Clients?.FirstOrDefault(client => !clientIds.Contains(client)) is { } unknown)
                map.Mistake("clients", $"there is no client {unknown}");
        }

        foreach (var (client, map) in clients)
            if (client.DefaultAudience is { } audience && !audiences.ContainsKey(audience))
                map.Mistake("default_audience", $"no relying party has the audience {audience}");
    }
}
