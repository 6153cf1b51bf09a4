using System.Collections.Immutable;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Bridge.Server.Hosting;

/// <summary>
/// Takes the client's address and scheme from X-Forwarded-For and X-Forwarded-Proto where a configured proxy says them. They
/// are read from the right, as far as each sender is such a proxy; what a client itself wrote stands left of that. Host and
/// path are never taken: nothing here is made from them.
/// </summary>
internal static class Forwarding
{
    public static void UseForwarding(this IApplicationBuilder app, ImmutableArray<IPNetwork> proxies)
    {
        if (proxies.IsEmpty)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
            options.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(options);
    }
}
