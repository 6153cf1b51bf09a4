using System.Collections.Immutable;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.People;

/// <summary>The keys of ASP.NET Core Data Protection, as they were wrapped; here, so that all nodes have the same.</summary>
/// <remarks>Every member throws <see cref="Bridge.Configuration.StoreUnavailableException"/> where the database cannot answer.</remarks>
public sealed class ProtectionKeys
{
    private readonly Provider provider;

    internal ProtectionKeys(Provider provider) => this.provider = provider;

    public Task<ImmutableArray<(string Name, ImmutableArray<byte> Wrapped)>> ReadAsync(CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        return (await context.ProtectionKeys.AsNoTracking().OrderBy(row => row.Name).ToListAsync(ct)).Select(row => (row.Name, row.Wrapped.ToImmutableArray())).ToImmutableArray();
    });

    public Task AddAsync(string name, ImmutableArray<byte> wrapped, CancellationToken ct) => PeopleWrites.WriteAsync(provider, context =>
    {
        context.ProtectionKeys.Add(new ProtectionKeyRow { Name = name, Wrapped = [.. wrapped] });
        return Task.FromResult(true);
    }, ct);

    /// <summary>Puts every key through <paramref name="rewrap"/>, all or none.</summary>
    public Task RewrapAsync(Func<string, ImmutableArray<byte>, ImmutableArray<byte>> rewrap, CancellationToken ct) => PeopleWrites.WriteAsync(provider, async context =>
    {
        foreach (var row in await context.ProtectionKeys.ToListAsync(ct))
            row.Wrapped = [.. rewrap(row.Name, [.. row.Wrapped])];
        return true;
    }, ct);
}
