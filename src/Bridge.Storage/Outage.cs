using System.Data.Common;
using System.Net.Sockets;
using Bridge.Configuration;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage;

/// <summary>Tells a database that cannot answer from a mistake of the caller.</summary>
internal static class Outage
{
    private const int Attempts = 10;

    /// <summary>Runs <paramref name="action"/>, again where the database sacrificed its transaction to another.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot answer.</exception>
    public static async Task<T> GuardAsync<T>(Provider provider, Func<Task<T>> action)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await action();
            }
            catch (Exception exception) when (tries < Attempts && provider.IsConflict(exception))
            {
                // The other transaction went through; now it is this one's turn.
            }
            catch (Exception exception) when (provider.IsKeyViolation(exception))
            {
                throw new InvalidOperationException("Two things would have one key; nothing was written.", exception);
            }
            catch (Exception exception) when (Is(exception))
            {
                throw provider.Unavailable(exception);
            }
        }
    }

    public static bool Is(Exception exception) =>
        exception is StoreUnavailableException or DbException or DbUpdateException or TimeoutException or IOException or SocketException or UnauthorizedAccessException
        || (exception is InvalidOperationException { InnerException: { } inner } && Is(inner));
}
