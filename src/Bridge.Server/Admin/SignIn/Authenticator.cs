using Microsoft.AspNetCore.Html;

namespace Bridge.Server.Admin.SignIn;

/// <summary>A new key for an authenticator app, as a picture and as text.</summary>
public sealed record Authenticator(IHtmlContent Picture, string Groups)
{
    internal static Authenticator Of(byte[] key, string login, string where) => new(QrCode.Svg(Totp.Uri(key, login, where), "QR code of the key"), Totp.Groups(key));
}
