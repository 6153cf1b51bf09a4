using System.Collections.Concurrent;
using Bridge.Server.Tests.Simulator;
using Bridge.Storage;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Bridge.Server.Tests.Durability;

/// <summary>A server process ends while many exchanges are under way: suddenly, or as an orchestrator ends it.</summary>
public sealed class EndUnderLoadTests : OutageTest
{
    private const int Callers = 16;
    private const int Enough = 200;

    [Fact]
    public async Task After_kill_9_every_token_that_a_client_read_has_its_record()
    {
        await using var bridge = await StartAsync(new BridgeServerOptions());
        await bridge.StopAsync();
        HashSet<string> read;
        await using (var process = await BridgeProcess.ServeAsync(bridge.Written))
        {
            using var load = new Load(process.PublicAddress, [.. Enumerable.Range(0, Callers).Select(_ => Job())]);
            await load.UntilAsync(Enough);
            process.Kill();
            read = await load.EndAsync();
        }

        var recorded = await RecordedAsync(bridge.Settings.Storage);
        Assert.True(read.Count >= Enough);
        Assert.Empty(read.Except(recorded));
    }

    [Fact]
    public async Task On_SIGTERM_every_exchange_that_was_begun_is_answered_and_recorded()
    {
        await using var bridge = await StartAsync(new BridgeServerOptions());
        await bridge.StopAsync();
        await using var process = await BridgeProcess.ServeAsync(bridge.Written);
        using var load = new Load(process.PublicAddress, [.. Enumerable.Range(0, Callers).Select(_ => Job())]);
        await load.UntilAsync(Enough);

        await process.TerminateAsync();
        var read = await load.EndAsync();

        Assert.Equal(0, await process.WaitForExitAsync());
        var recorded = await RecordedAsync(bridge.Settings.Storage);
        Assert.Empty(read.Except(recorded));
        Assert.Empty(recorded.Except(read));
    }

    private static async Task<HashSet<string>> RecordedAsync(StorageOptions storage)
    {
        await using var database = BridgeDatabase.Open(storage, TimeProvider.System, NullLoggerFactory.Instance);
        await using var context = database.CreateContext();
        var ids = await context.Exchanges.Where(record => record.Reason == null).Select(record => record.IssuedTokenId!).ToListAsync(Ct);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        return [.. ids];
    }

    /// <summary>Callers that exchange until the server is gone.</summary>
    private sealed class Load : IDisposable
    {
        private readonly ConcurrentDictionary<string, byte> read = new(StringComparer.Ordinal);
        private readonly HttpClient http;
        private readonly Task callers;

        public Load(Uri server, IReadOnlyList<string> tokens)
        {
            http = new HttpClient { BaseAddress = server };
            callers = Task.WhenAll(tokens.Select(CallAsync));
        }

        public async Task UntilAsync(int count)
        {
            await Eventually.IsTrueAsync(() => read.Count >= count || callers.IsCompleted, Ct);
            Assert.False(callers.IsCompleted, "The server went away by itself.");
        }

        /// <summary>The ids of all tokens that came.</summary>
        public async Task<HashSet<string>> EndAsync()
        {
            await callers;
            return [.. read.Keys];
        }

        public void Dispose() => http.Dispose();

        private async Task CallAsync(string token)
        {
            try
            {
                while (true)
                {
                    using var form = new FormUrlEncodedContent(BridgeServer.Form(token, Deploy).Select(one => KeyValuePair.Create(one.Name, one.Value)));
                    var answer = await TokenResponse.ReadAsync(await http.PostAsync("connect/token", form, Ct), Ct);
                    Assert.True(answer.AccessToken is not null, answer.Text);
                    read.TryAdd(DecodedToken.Read(answer.AccessToken!).Claims["jti"]!.GetValue<string>(), 0);
                }
            }
            catch (HttpRequestException)
            {
                // The server is gone.
            }
        }
    }
}
