using System.CommandLine;
using System.Text;
using Bridge.Configuration.Applying;
using Bridge.Server.Apply;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary><c>bridge export</c>: the whole configuration as the YAML that <c>bridge apply</c> reads.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "Where to write it, or - for standard output (the default)", DefaultValueFactory = _ => "-" };
        var command = new Command("export", "Write the whole configuration as the YAML that `bridge apply` reads; signing keys are no part of it") { file };
        command.SetAction(async (parsed, ct) =>
        {
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            var content = await ExportedFile.ReadAsync(database.Configuration, ct);
            if (parsed.GetValue(file) is { } path and not "-")
                await WriteAsync(path, content, ct);
            else
                YamlText.Write(content, context.Output);
            return 0;
        });
        return command;
    }

    // Beside it first, so that a file that is there stays whole until the new one is.
    private static async Task WriteAsync(string path, Bridge.Configuration.Node.Map content, CancellationToken ct)
    {
        var beside = path + ".new";
        try
        {
            await using (var writer = new StreamWriter(beside, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
            {
                YamlText.Write(content, writer);
                await writer.FlushAsync(ct);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"{path} cannot be written: {e.Message}");
        }
    }
}
