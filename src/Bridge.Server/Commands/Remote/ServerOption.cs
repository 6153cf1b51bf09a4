using System.CommandLine;

namespace Bridge.Server.Commands.Remote;

/// <summary>The option of a command that can do its work at a server that runs.</summary>
internal static class ServerOption
{
    public static Option<string> Create() => new("--server") { Description = $"Ask the running server at this address, with the API token in {RemoteServer.TokenVariable}" };

    /// <summary>The server that is asked; null where the command works on this machine's own database.</summary>
    public static RemoteServer? Server(this ParseResult parsed, Option<string> option, CommandContext context) =>
        parsed.GetValue(option) is { } address ? RemoteServer.Open(context, address) : null;
}
