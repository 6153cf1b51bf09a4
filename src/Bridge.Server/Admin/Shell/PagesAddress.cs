using System.Net;
using Bridge.Server.Settings;

namespace Bridge.Server.Admin.Shell;

/// <summary>
/// Where browsers reach the pages: the setting <c>Pages:Url</c>, and without it the loopback names alone. A request for another
/// host is not answered: a stranger's name that leads to this listener would share its origin (DNS rebinding).
/// </summary>
internal sealed class PagesAddress(Uri? configured, ListenerSettings listener)
{
    /// <summary>Whether a request names this host.</summary>
    public bool Is(HttpRequest request) => configured is not null
        ? string.Equals(request.Host.ToUriComponent(), configured.Authority, StringComparison.OrdinalIgnoreCase)
        : request.Host.Host is var host && (host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));

    /// <summary>The address without a slash at the end, as this browser uses it.</summary>
    public string Of(HttpRequest request) => configured?.GetLeftPart(UriPartial.Authority) ?? $"{request.Scheme}://{request.Host.ToUriComponent()}";

    /// <summary>The address to print where there is no browser yet.</summary>
    public string Printed => configured?.GetLeftPart(UriPartial.Authority)
        ?? $"{(listener.Certificate is null ? "http" : "https")}://{(listener.IsLoopback ? "localhost" : listener.EndPoint.Address.ToString())}:{listener.EndPoint.Port}";

    public override string ToString() => configured?.GetLeftPart(UriPartial.Authority) ?? "localhost";
}
