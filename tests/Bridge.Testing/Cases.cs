using System.Security.Cryptography;
using FsCheck;
using Microsoft.FSharp.Core;

namespace Bridge.Testing;

/// <summary>
/// The cases on which properties are tried: the same at every run, so that a change passes or fails for what it is. With
/// <c>BRIDGE_TEST_SEED=random</c> they are new ones, to look further.
/// </summary>
public static class Cases
{
    private static readonly bool Fixed = Environment.GetEnvironmentVariable("BRIDGE_TEST_SEED") != "random";

    /// <summary>Where generated values begin.</summary>
    public static Rnd Seed => Fixed ? new Rnd(8693) : new Rnd(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    /// <summary>So many cases; the first that fails is shrunk and thrown.</summary>
    public static Config Of(int count) => Config.QuickThrowOnFailure.WithMaxTest(count)
        .WithReplay(Fixed ? FSharpOption<Replay>.Some(new Replay(Seed, null)) : null);
}
