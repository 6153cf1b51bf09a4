using System.Text;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace Bridge.Server.Admin.SignIn;

/// <summary>A QR code as a picture in the page: one path, and nothing is fetched.</summary>
internal static class QrCode
{
    public static IHtmlContent Svg(string text, string label)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        // The matrix has the quiet zone around it already.
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                if (rows[y][x])
                    path.Append($"M{x} {y}h1v1h-1z");
            }
        }

        return new HtmlString($"""<svg class="qr" viewBox="0 0 {rows.Count} {rows.Count}" role="img" aria-label="{label}" shape-rendering="crispEdges"><rect width="{rows.Count}" height="{rows.Count}" fill="#fff"/><path d="{path}" fill="#000"/></svg>""");
    }
}
