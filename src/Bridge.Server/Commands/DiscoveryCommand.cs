using System.CommandLine;
using Bridge.Server.Discovery;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary>
/// <c>bridge discovery export</c>: writes the two public documents as files, for a bucket that relying parties can reach where
/// Bridge itself is not to be reached.
/// </summary>
internal static class DiscoveryCommand
{
    public static Command Create(CommandContext context)
    {
        var directory = new Argument<string>("DIR") { Description = "The folder that stands for the root of the issuer's host" };
        var export = new Command("export", "Write the discovery document and the key set as files; do it again after every change of keys, before they sign") { directory };
        export.SetAction((parsed, ct) => ExportAsync(context, parsed.GetValue(directory)!, ct));
        return new Command("discovery", "The public documents") { export };
    }

    private static async Task<int> ExportAsync(CommandContext context, string directory, CancellationToken ct)
    {
        await using var engine = await context.OpenEngineAsync(ct);
        var (configuration, now) = (await engine.Configurations.CurrentAsync(ct), context.Time.GetUtcNow());
        var issuer = context.Settings.Issuer;
        // The keys first: whoever reads between the two must not find a document whose keys are not there.
        await WriteAsync(context, directory, issuer.JwksRoute, PublishedDocument.Of(writer => KeySetDocument.Write(writer, configuration.Keys, now)), ct);
        await WriteAsync(context, directory, issuer.DiscoveryRoutes.First(), PublishedDocument.Of(writer => DiscoveryDocument.Write(writer, issuer, configuration, now)), ct);
        return 0;
    }

    private static async Task WriteAsync(CommandContext context, string directory, string route, PublishedDocument document, CancellationToken ct)
    {
        var path = Path.Combine(Path.GetFullPath(directory), route.TrimStart('/'));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var next = path + ".new";
            await File.WriteAllBytesAsync(next, document.Body.ToArray(), ct);
            File.Move(next, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"{path} cannot be written: {e.Message}");
        }

        await context.Output.WriteLineAsync($"Wrote {path}, to be served as application/json");
    }
}
