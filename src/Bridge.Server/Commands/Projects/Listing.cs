using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Server.Commands.Projects;

/// <summary>Writes a list as lines for people or as one JSON array, item by item: a list may be longer than memory.</summary>
internal sealed class Listing(TextWriter output, bool json)
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private int written;

    public static Listing Of(CommandContext context, ParseResult parsed, Option<string> option) => new(context.Output, parsed.IsJson(option));

    /// <summary>One item; of the two only what is asked for is made.</summary>
    public async Task AddAsync(Func<string> text, Func<object> item)
    {
        if (json)
            await output.WriteAsync((written == 0 ? "[\n" : ",\n") + JsonSerializer.Serialize(item(), Json));
        else
            await output.WriteLineAsync(text());
        written++;
    }

    /// <summary>The end; <paramref name="none"/> is said where there was nothing.</summary>
    public async Task EndAsync(string none)
    {
        if (json)
            await output.WriteLineAsync(written == 0 ? "[]" : "\n]");
        else if (written == 0)
            await output.WriteLineAsync(none);
    }
}
