using System.Collections.Concurrent;
using Bridge.Simulator.Keys;

namespace Bridge.Testing.Simulation;

/// <summary>
/// RSA keys for simulators, made once and lent again, because making one takes longer than most tests. No two
/// simulators alive hold the same key, so a token of one never verifies with another's.
/// </summary>
internal static class KeyPool
{
    private static readonly ConcurrentBag<SimulatorKey> Free = [];

    public static SimulatorKey Rent() => Free.TryTake(out var key) ? key : SimulatorKey.Generate();

    public static void Return(SimulatorKey key) => Free.Add(key);
}
