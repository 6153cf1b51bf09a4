using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Bridge.Server.Telemetry;
using Bridge.Testing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Bridge.Server.Tests.Telemetry;

/// <summary>The log of a server on its standard output.</summary>
public sealed class JsonLogTests
{
    private static readonly string Filling = new('x', 1000);
    private static readonly Action<ILogger, int, string, Exception?> Line = LoggerMessage.Define<int, string>(LogLevel.Information, new EventId(1, "Line"), "line {Number} {Filling}");
    private static readonly Guid Id = Guid.Parse("0197c5a4-0000-7000-8000-000000000001");

    [Fact]
    public void An_event_is_one_line_of_json_with_its_name_and_its_values()
    {
        var line = Assert.Single(Lines(logger => logger.LogWarning(new EventId(7, "Happened"), "Exchange {ExchangeId} of {Project} took {Count}, {Done}, {Nothing}", Id, "a\n\"b\"", 3, true, null)));

        Assert.Equal(
            """{"Timestamp":"2026-07-01T12:00:00.000Z","Event":"Happened","LogLevel":"Warning","Category":"tests","Message":"Exchange 0197c5a4-0000-7000-8000-000000000001 of a\n\"b\" took 3, True, (null)","State":{"ExchangeId":"0197c5a4-0000-7000-8000-000000000001","Project":"a\n\"b\"","Count":3,"Done":true,"Nothing":null}}""",
            line);
    }

    [Fact]
    public void An_exception_is_said_with_its_stack()
    {
        var line = Assert.Single(Lines(logger => logger.LogError(new InvalidOperationException("broken"), "It failed")));

        using var json = JsonDocument.Parse(line);
        Assert.Contains("InvalidOperationException: broken", json.RootElement.GetProperty("Exception").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_line_of_many_threads_is_written_whole_before_the_log_is_closed()
    {
        var lines = Lines(logger => Parallel.For(0, 20_000, number => Line(logger, number, Filling, null)));

        Assert.Equal(Enumerable.Range(0, 20_000), lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("State").GetProperty("Number").GetInt32()).Order());
    }

    [Fact]
    public async Task A_line_waits_for_others_and_a_warning_for_nobody()
    {
        using var output = new Notes();
        using var log = new JsonLog(output, new ManualClock(), Timeout.InfiniteTimeSpan);
        var logger = log.CreateLogger("tests");

        logger.LogInformation("one");
        logger.LogInformation("two");
        logger.LogWarning("three");

        Assert.Equal(3, await output.Lines.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_plenty_waits_it_waits_no_longer()
    {
        using var output = new Notes();
        using var log = new JsonLog(output, new ManualClock(), Timeout.InfiniteTimeSpan);
        var logger = log.CreateLogger("tests");

        for (var number = 0; number < 100; number++)
            Line(logger, number, Filling, null);

        Assert.InRange(await output.Lines.ReadAsync(TestContext.Current.CancellationToken), 2, 100);
    }

    [Fact]
    public async Task A_line_that_stays_alone_is_written_after_a_moment()
    {
        using var output = new Notes();
        using var log = new JsonLog(output, new ManualClock());

        log.CreateLogger("tests").LogInformation("alone");

        Assert.Equal(1, await output.Lines.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task While_nobody_takes_the_lines_they_wait_and_then_whoever_logs_waits()
    {
        using var reader = new StuckReader();
        using var log = new JsonLog(reader, new ManualClock());
        var logger = log.CreateLogger("tests");
        var logged = 0;
        var logging = Task.Run(() =>
        {
            for (; logged < 5_000; logged++)
                Line(logger, logged, Filling, null);
        }, TestContext.Current.CancellationToken);

        await reader.Asked;
        // Five megabytes do not fit into what waits.
        Assert.False(logging.IsCompleted);
        reader.Go();
        await logging;
        log.Dispose();
        Assert.Equal(5_000, reader.Lines);
    }

    [Fact]
    public void A_pipe_that_broke_stops_nobody()
    {
        using var log = new JsonLog(new BrokenPipe(), new ManualClock());
        log.CreateLogger("tests").LogInformation("lost");
        log.CreateLogger("tests").LogInformation("lost too");
    }

    private static string[] Lines(Action<ILogger> act)
    {
        using var output = new MemoryStream();
        using (var log = new JsonLog(output, new ManualClock()))
            act(log.CreateLogger("tests"));
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Says how many lines each write had.</summary>
    private sealed class Notes : MemoryStream
    {
        private readonly Channel<int> lines = Channel.CreateUnbounded<int>();

        public ChannelReader<int> Lines => lines.Reader;

        public override void Write(ReadOnlySpan<byte> buffer) => lines.Writer.TryWrite(buffer.Count((byte)'\n'));
    }

    /// <summary>Takes nothing until it is told to.</summary>
    private sealed class StuckReader : MemoryStream
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim go = new();

        public Task Asked => asked.Task;

        public int Lines => Encoding.UTF8.GetString(ToArray()).Count(letter => letter == '\n');

        public void Go() => go.Set();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            asked.TrySetResult();
            go.Wait();
            base.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            go.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class BrokenPipe : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("broken pipe");
    }
}
