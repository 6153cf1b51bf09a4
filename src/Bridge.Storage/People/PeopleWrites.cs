using Bridge.Storage.Model;
using Bridge.Storage.Providers;

namespace Bridge.Storage.People;

/// <summary>One transaction over the tables of people. What exchanges are decided by is not in them, so the revision stays.</summary>
internal static class PeopleWrites
{
    public static Task<T> WriteAsync<T>(Provider provider, Func<BridgeDbContext, Task<T>> write, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        using var turn = await provider.EnterWriteAsync(ct);
        await using var connection = await provider.OpenAsync(ConnectionUse.Write, ct);
        await using var transaction = await provider.BeginWriteAsync(connection, ct);
        await using var context = provider.Context(connection);
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.UseTransactionAsync(context.Database, transaction, ct);
        var result = await write(context);
        await context.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return result;
    });
}
