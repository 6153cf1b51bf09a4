using System.Security.Cryptography;
using System.Text;
using Bridge.Configuration.Applying;
using Bridge.Server.Apply;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary>Reads a file that <c>apply</c> could apply; <c>-</c> is standard input.</summary>
internal static class ConfigurationFile
{
    /// <summary>The file.</summary>
    /// <exception cref="CannotRunException">It cannot be read, or is no configuration; every mistake is told.</exception>
    public static async Task<ApplyFile> ReadAsync(CommandContext context, string path, CancellationToken ct) => Read(await TextAsync(context, path, ct));

    /// <summary>What stands in the file.</summary>
    /// <exception cref="CannotRunException">It cannot be read.</exception>
    public static async Task<string> TextAsync(CommandContext context, string path, CancellationToken ct) =>
        path == "-" ? await context.Input.ReadToEndAsync(ct) : await ReadFileAsync(path, ct);

    /// <summary>The file that a text is.</summary>
    /// <exception cref="CannotRunException">It is no configuration; every mistake is told.</exception>
    public static ApplyFile Read(string text)
    {
        var document = YamlDocument.Read(text);
        return document.Root is { } root
            ? new ApplyFile(root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))))
            : throw new CannotRunException(document.Mistakes);
    }

    /// <summary>The configuration as the file would leave it; warnings go to standard error. Nothing is written.</summary>
    /// <exception cref="CannotRunException">There is no draft of a file with mistakes; every mistake is told.</exception>
    public static async Task<Draft> DraftAsync(CommandContext context, Engine engine, string path, CancellationToken ct)
    {
        var file = await ReadAsync(context, path, ct);
        var keys = (await engine.Configurations.CurrentAsync(ct)).Keys;
        var (plan, draft) = await new Applier(engine.Database.Configuration, engine.Compiler, engine.Time).DraftAsync(file, keys, ct);
        foreach (var warning in plan.Warnings)
            await context.Error.WriteLineAsync($"warning: {warning}");
        return draft ?? throw new CannotRunException(plan.Mistakes);
    }

    private static async Task<string> ReadFileAsync(string path, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllTextAsync(path, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"{path} cannot be read: {e.Message}");
        }
    }
}
