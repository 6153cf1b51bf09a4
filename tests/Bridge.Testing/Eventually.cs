using System.Runtime.CompilerServices;

namespace Bridge.Testing;

/// <summary>
/// Waits for what nothing announces: another process, a task in the background, the garbage collector. Only a test that waits in
/// vain comes to the deadline, however slow the machine is.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);

    public static Task IsTrueAsync(Func<bool> condition, CancellationToken ct, [CallerArgumentExpression(nameof(condition))] string? what = null) =>
        IsTrueAsync(() => Task.FromResult(condition()), ct, what);

    /// <exception cref="TimeoutException">It did not become true.</exception>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, CancellationToken ct, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Deadline)
                throw new TimeoutException($"Not within {Deadline}: {what}");
            await Task.Delay(Between, ct);
        }
    }
}
