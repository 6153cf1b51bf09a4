using System.Data.Common;
using System.Globalization;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Configuration;

/// <summary>A transaction that holds the revision: no exchange decided under it can be recorded beside, or after.</summary>
internal sealed class ChangeTransaction : IAsyncDisposable
{
    private readonly Provider provider;
    private IDisposable? turn;
    private DbConnection? connection;
    private DbTransaction? transaction;

    private ChangeTransaction(Provider provider) => this.provider = provider;

    public long Revision { get; private set; }

    /// <summary>The tables, within the transaction.</summary>
    public BridgeDbContext Context { get; private set; } = null!;

    public static async Task<ChangeTransaction> BeginAsync(Provider provider, CancellationToken ct)
    {
        var change = new ChangeTransaction(provider);
        try
        {
            await change.BeginAsync(ct);
            return change;
        }
        catch
        {
            await change.DisposeAsync();
            throw;
        }
    }

    /// <summary>Raises the revision, logs who did it, and commits.</summary>
    public async Task CommitAsync(DateTimeOffset at, string author, string? fileHash, IEnumerable<string> difference, CancellationToken ct)
    {
        var row = await Context.Revision.FindAsync([RevisionRow.OnlyId], ct);
        row!.Number = Revision + 1;
        Context.ChangeLog.Add(new ChangeLogRow
        {
            At = at,
            Author = StoredText.Shown(author)!,
            FileHash = fileHash,
            Difference = StoredText.Shown(string.Join('\n', difference))!,
            Revision = Revision + 1,
        });
        await Context.SaveChangesAsync(ct);
        await transaction!.CommitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (Context is not null)
            await Context.DisposeAsync();
        if (transaction is not null)
            await transaction.DisposeAsync();
        if (connection is not null)
            await connection.DisposeAsync();
        turn?.Dispose();
    }

    private async Task BeginAsync(CancellationToken ct)
    {
        turn = await provider.EnterWriteAsync(ct);
        connection = await provider.OpenAsync(ConnectionUse.Write, ct);
        transaction = await provider.BeginWriteAsync(connection, ct);
        await using var command = provider.Command(connection, transaction, provider.LockRevisionForChange);
        Revision = Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        Context = provider.Context(connection);
        await Context.Database.UseTransactionAsync(transaction, ct);
    }
}
