using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Bridge.Json;

namespace Bridge.Server.Telemetry;

/// <summary>
/// The log as one JSON object a line, with the stable name of each event; values are named as in the message. A thread of its own
/// writes what has gathered, for the framework's console makes a system call for each line, and each exchange has one: a line waits
/// for others for a moment, a warning takes along what is there at once. Where nobody takes the lines they wait, and at last whoever
/// logs waits: none is lost. Disposing writes what is left.
/// </summary>
public sealed class JsonLog : ILoggerProvider
{
    /// <summary>So many bytes wait at most before whoever logs waits too.</summary>
    private const int MostWaiting = 1024 * 1024;

    /// <summary>So many bytes wait for no others.</summary>
    private const int Plenty = 32 * 1024;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly Stream output;
    private readonly TimeProvider time;
    private readonly TimeSpan moment;
    private readonly object gate = new();
    private readonly Thread writer;
    private ArrayBufferWriter<byte> gathered = new(4096);
    private ArrayBufferWriter<byte> written = new(4096);
    private bool hurries;
    private bool closing;

    /// <param name="output">Where the lines go.</param>
    /// <param name="time">The clock of their timestamps.</param>
    /// <param name="moment">How long a line waits for others; 20 milliseconds where it is left out.</param>
    public JsonLog(Stream output, TimeProvider time, TimeSpan? moment = null)
    {
        (this.output, this.time, this.moment) = (output, time, moment ?? Moment);
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

    // Each time the writer is woken costs as much as some lines.
    private bool Waits => gathered.WrittenCount < Plenty && !hurries && !closing;

    private void Add(ReadOnlySpan<byte> line, bool hurry)
    {
        lock (gate)
        {
            while (gathered.WrittenCount > MostWaiting && !closing)
                Monitor.Wait(gate);
            var (first, waited) = (gathered.WrittenCount == 0, Waits);
            gathered.Write(line);
            gathered.Write("\n"u8);
            hurries |= hurry;
            if (first || (waited && !Waits))
                Monitor.PulseAll(gate);
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
            while (Waits && Monitor.Wait(gate, moment))
            {
                // Woken for another reason.
            }

            hurries = false;
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
            }), hurry: logLevel >= LogLevel.Warning);
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
