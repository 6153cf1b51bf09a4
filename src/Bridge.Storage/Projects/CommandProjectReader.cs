using System.Data.Common;
using System.Globalization;
using Bridge.Configuration;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Projects;

/// <summary>Reads from a database behind a network.</summary>
internal sealed class CommandProjectReader : ProjectReader
{
    private readonly Provider provider;
    private readonly DbConnection connection;
    private readonly DbCommand pins;
    private readonly DbCommand configured;
    private readonly DbCommand revision;

    private CommandProjectReader(Provider provider, DbConnection connection)
    {
        (this.provider, this.connection) = (provider, connection);
        pins = provider.Command(connection, null, ProjectPins.Sql, "", "", "", "", "");
        configured = provider.Command(connection, null, ConfiguredProject.Sql, "", "", "");
        revision = provider.Command(connection, null, Revision);
    }

    public static async Task<ProjectReader> OpenAsync(Provider provider, CancellationToken ct) =>
        new CommandProjectReader(provider, await provider.OpenAsync(ConnectionUse.Read, ct));

    public override async ValueTask<long> RevisionAsync(CancellationToken ct) => Convert.ToInt64(await revision.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);

    public override async ValueTask DisposeAsync()
    {
        await pins.DisposeAsync();
        await configured.DisposeAsync();
        await revision.DisposeAsync();
        await connection.DisposeAsync();
    }

    protected override async ValueTask<ProjectPins> PinsAsync(ProjectQuery query, CancellationToken ct)
    {
        Bind(pins, ProjectPins.Values(query));
        await using var reader = await pins.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? ProjectPins.Read(new ReaderRow(provider, reader)) : throw NoRevision();
    }

    protected override async ValueTask<ConfiguredProject> ConfiguredAsync(ProjectQuery query, CancellationToken ct)
    {
        Bind(configured, ConfiguredProject.Values(query));
        var found = new ConfiguredProject.Rows(query.Issuer);
        await using var reader = await configured.ExecuteReaderAsync(ct);
        var row = new ReaderRow(provider, reader);
        while (await reader.ReadAsync(ct))
            found.Add(row);
        return found.Read();
    }

    private static void Bind(DbCommand command, string[] values)
    {
        for (var position = 0; position < values.Length; position++)
            command.Parameters[position].Value = values[position];
    }
}
