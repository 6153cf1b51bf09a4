using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Storage;

namespace Bridge.Server.Health;

/// <summary>How the database stands; without a schema it is out of reach.</summary>
internal sealed record DatabaseReport(SchemaStatus? Schema, long? Revision, string? Error);

/// <summary>What an administrator is told of this node's readiness.</summary>
internal sealed record ReadinessReport(
    bool Ready, DateTimeOffset At, DatabaseReport Database, ConfigurationInForce Configuration, ImmutableArray<(Issuer Issuer, KeySetHealth? Keys)> Issuers)
{
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteBoolean("ready", Ready);
        writer.WriteStartObject("database");
        writer.WriteBoolean("reachable", Database.Schema is not null);
        if (Database.Schema is { } schema)
            writer.WriteString("schema", schema.ToString().ToLowerInvariant());
        if (Database.Revision is { } revision)
            writer.WriteNumber("revision", revision);
        if (Database.Error is not null)
            writer.WriteString("error", Database.Error);
        writer.WriteEndObject();
        writer.WriteNumber("revision_in_force", Configuration.Revision);
        writer.WriteStartArray("issuers");
        foreach (var (issuer, keys) in Issuers)
            Write(writer, issuer, keys);
        writer.WriteEndArray();
        writer.WriteStartArray("signing_keys");
        foreach (var key in Configuration.Keys.Published(At))
        {
            writer.WriteStartObject();
            writer.WriteString("kid", key.Stored.KeyId);
            writer.WriteString("alg", key.Stored.Algorithm);
            writer.WriteNumber("generation", key.Stored.Generation);
            writer.WriteString("state", key.Stored.State(At).ToString().ToLowerInvariant());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void Write(Utf8JsonWriter writer, Issuer issuer, KeySetHealth? keys)
    {
        writer.WriteStartObject();
        writer.WriteString("id", issuer.Id);
        writer.WriteBoolean("enabled", issuer.Enabled);
        writer.WriteBoolean("keys_usable", keys is { Usable: true });
        if (keys is not null)
        {
            writer.WriteNumber("keys", keys.Keys);
            if (keys.FetchedAt is { } fetched)
                writer.WriteNumber("age_seconds", (long)(At - fetched).TotalSeconds);
            if (keys.LastError is not null)
                writer.WriteString("last_error", keys.LastError);
        }

        writer.WriteEndObject();
    }
}
