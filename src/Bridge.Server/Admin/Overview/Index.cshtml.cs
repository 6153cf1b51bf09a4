using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Settings;

namespace Bridge.Server.Admin.Overview;

/// <summary>Where this Bridge stands.</summary>
[Needs(Right.Read, Over.Own)]
public sealed class IndexModel(BridgeSettings settings) : AdminPage
{
    public string Issuer => settings.Issuer.Text;

    public string TokenEndpoint => settings.Issuer.TokenEndpoint;

    public string JwksUri => settings.Issuer.JwksUri;
}
