using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Bridge.Simulator;

/// <summary>The address the server really listens on, known only once it has started.</summary>
internal sealed class BoundAddress(IServer server)
{
    private volatile string? url;

    public string Url => url ??= Read();

    private string Read()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (address is null || new Uri(address.Replace("//+", "//localhost", StringComparison.Ordinal)
                .Replace("//*", "//localhost", StringComparison.Ordinal)) is not { Port: not 0 } uri)
            throw new InvalidOperationException("The simulator has no URL before it has started, unless external_url is set.");
        return uri.Host is "0.0.0.0" or "[::]" ? $"{uri.Scheme}://localhost:{uri.Port}" : uri.GetLeftPart(UriPartial.Authority);
    }
}
