using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bridge.Server.Protocol;

/// <summary>
/// Limits the token requests of each client address, before anything of them is read. The framework's limiter keeps every
/// address it ever saw for a minute, which a flood of IPv6 networks fills the memory with; this table is of one size. Where
/// a row of it is full the address that has been quiet longest makes room, so a limited one cannot be forgotten that way.
/// </summary>
public sealed class AddressLimiter
{
    private const int Rows = 16 * 1024;
    private const int Width = 8;
    private const int Gates = 64;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TimeProvider time;
    private readonly long interval;
    private readonly long burst;
    private readonly Slot[] slots;
    private readonly Lock[] gates = [.. Enumerable.Range(0, Gates).Select(_ => new Lock())];
    private readonly ulong secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    /// <param name="perMinute">Requests a minute, all at once if they like; 0 lifts the limit.</param>
    /// <param name="time">The clock.</param>
    public AddressLimiter(int perMinute, TimeProvider time)
    {
        this.time = time;
        interval = perMinute == 0 ? 0 : Minute.Ticks / perMinute;
        burst = interval * perMinute;
        slots = interval == 0 ? [] : new Slot[Rows * Width];
    }

    /// <summary>Whether a request of this address may go on; if not, how long it must wait.</summary>
    public bool TryTake(IPAddress address, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (interval == 0)
            return true;
        var network = ClientAddress.Network(address);
        // Multiplied by a secret, so that nobody can choose networks that share a row with another's.
        var row = (int)((network + 1) * secret >> 50);
        var now = time.GetElapsedTime(0).Ticks;
        lock (gates[row % Gates])
            return Take(ref Find(slots.AsSpan(row * Width, Width), network), network, now, out retryAfter);
    }

    // A token bucket written as the moment at which it will be full again (the generic cell rate algorithm).
    private bool Take(ref Slot slot, ulong network, long now, out TimeSpan retryAfter)
    {
        var fullAt = (slot.Network == network ? Math.Max(slot.FullAt, now) : now) + interval;
        retryAfter = TimeSpan.FromTicks(Math.Max(0, fullAt - now - burst));
        if (retryAfter > TimeSpan.Zero)
            return false;
        slot = new Slot(network, fullAt);
        return true;
    }

    private static ref Slot Find(Span<Slot> row, ulong network)
    {
        var quietest = 0;
        for (var index = 0; index < row.Length; index++)
        {
            if (row[index].Network == network)
                return ref row[index];
            if (row[index].FullAt < row[quietest].FullAt)
                quietest = index;
        }

        return ref row[quietest];
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Slot(ulong Network, long FullAt);
}
