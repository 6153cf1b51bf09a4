using System.Data.Common;
using System.Globalization;
using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Projects;

/// <summary>Reads from a database behind a network.</summary>
internal sealed class CommandProjectReader : ProjectReader
{
    private readonly Provider provider;
    private readonly DbConnection connection;
    private readonly DbCommand facts;
    private readonly DbCommand revision;

    private CommandProjectReader(Provider provider, DbConnection connection)
    {
        (this.provider, this.connection) = (provider, connection);
        facts = provider.Command(connection, null, ProjectFacts.Sql, "", "", "", "", "");
        revision = provider.Command(connection, null, Revision);
    }

    public static async Task<ProjectReader> OpenAsync(Provider provider, CancellationToken ct) =>
        new CommandProjectReader(provider, await provider.OpenAsync(ConnectionUse.Read, ct));

    public override async ValueTask<long> RevisionAsync(CancellationToken ct) => Convert.ToInt64(await revision.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);

    public override async ValueTask<ProjectView> FindAsync(ProjectQuery query, CancellationToken ct)
    {
        foreach (var (position, value) in ProjectFacts.Values(query).Index())
            facts.Parameters[position].Value = value;
        var found = new ProjectFacts(query.Issuer);
        await using var reader = await facts.ExecuteReaderAsync(ct);
        var row = new ReaderRow(provider, reader);
        while (await reader.ReadAsync(ct))
            found.Add(row);
        return found.View();
    }

    public override async ValueTask DisposeAsync()
    {
        await facts.DisposeAsync();
        await revision.DisposeAsync();
        await connection.DisposeAsync();
    }

    private sealed class ReaderRow(Provider provider, DbDataReader reader) : Row
    {
        public override bool IsNull(int column) => reader.IsDBNull(column);

        public override string Text(int column) => reader.GetString(column);

        public override long Number(int column) => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

        public override DateTimeOffset Time(int column) => provider.Time(reader, column);
    }
}
