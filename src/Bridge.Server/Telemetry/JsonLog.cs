using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Bridge.Json;

namespace Bridge.Server.Telemetry;

/// <summary>
/// The log as one JSON object a line, with the stable name of each event; values are named as in the message. A thread of its own
/// writes whatever has gathered at once, for the framework's console makes a system call for each line, and each exchange has one.
/// Where nobody takes the lines they wait, and at last whoever logs waits: none is lost. Disposing writes what is left.
/// </summary>
public sealed class JsonLog : ILoggerProvider
{
    /// <summary>So many bytes wait at most before whoever logs waits too.</summary>
    private const int MostWaiting = 1024 * 1024;

    private readonly Stream output;
    private readonly TimeProvider time;
    private readonly object gate = new();
    private readonly Thread writer;
    private ArrayBufferWriter<byte> gathered = new(4096);
    private ArrayBufferWriter<byte> written = new(4096);
    private bool closing;

    public JsonLog(Stream output, TimeProvider time)
    {
        (this.output, this.time) = (output, time);
        writer = new Thread(Write) { IsBackground = true, Name = "log" };
        writer.Start();
    }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
        lock (gate)
        {
            closing = true;
            Monitor.PulseAll(gate);
        }

        writer.Join();
    }

    private void Add(ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            while (gathered.WrittenCount > MostWaiting && !closing)
                Monitor.Wait(gate);
            if (gathered.WrittenCount == 0)
                Monitor.PulseAll(gate);
            gathered.Write(line);
            gathered.Write("\n"u8);
        }
    }

    private void Write()
    {
        while (Take() is { } lines)
        {
            try
            {
                output.Write(lines.WrittenSpan);
                output.Flush();
            }
            catch (IOException)
            {
                // That nobody reads the log any more stops no exchange.
            }
        }
    }

    private ArrayBufferWriter<byte>? Take()
    {
        lock (gate)
        {
            while (gathered.WrittenCount == 0 && !closing)
                Monitor.Wait(gate);
            if (gathered.WrittenCount == 0)
                return null;
            written.ResetWrittenCount();
            (gathered, written) = (written, gathered);
            Monitor.PulseAll(gate);
            return written;
        }
    }

    private sealed class Category(JsonLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var said = (At: log.time.GetUtcNow(), Name: name, logLevel, eventId, State: state as IReadOnlyList<KeyValuePair<string, object?>>, Message: formatter(state, exception), exception);
            log.Add(CompactJson.Write(said, static (said, json) =>
            {
                Write(json, said.At);
                json.WriteString("Event", said.eventId.Name);
                json.WriteString("LogLevel", said.logLevel.ToString());
                json.WriteString("Category", said.Name);
                json.WriteString("Message", said.Message);
                if (said.exception is { } thrown)
                    json.WriteString("Exception", thrown.ToString());
                if (said.State is { } values)
                    Write(json, values);
            }));
        }

        private static void Write(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            json.WriteStartObject("State");
            for (var place = 0; place < values.Count; place++)
            {
                var (name, value) = values[place];
                if (name == "{OriginalFormat}")
                    continue;
                json.WritePropertyName(name);
                Write(json, value);
            }

            json.WriteEndObject();
        }

        // The round-trip form, cut to milliseconds: a form of one's own is read anew at each line.
        private static void Write(Utf8JsonWriter json, DateTimeOffset at)
        {
            Span<char> text = stackalloc char[28];
            at.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
            text[23] = 'Z';
            json.WriteString("Timestamp", text[..24]);
        }

        private static void Write(Utf8JsonWriter json, object? value)
        {
            switch (value)
            {
                case null:
                    json.WriteNullValue();
                    break;
                case string text:
                    json.WriteStringValue(text);
                    break;
                case Guid id:
                    json.WriteStringValue(id);
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                case int number:
                    json.WriteNumberValue(number);
                    break;
                case long number:
                    json.WriteNumberValue(number);
                    break;
                default:
                    json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
            }
        }
    }
}
