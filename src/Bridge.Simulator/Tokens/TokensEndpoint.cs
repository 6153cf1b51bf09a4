using Bridge.Simulator.Requests;

namespace Bridge.Simulator.Tokens;

/// <summary><c>POST /simulator/tokens</c>: a <see cref="TokenRequest"/> as JSON in, the signed token as text out.</summary>
internal static class TokensEndpoint
{
    private static readonly string[] Known =
    [
        "variant", "preset", "aud", "claims", "null_claims", "sub_components", "lifetime",
        "header", "header_raw", "payload", "signing_key", "signature",
    ];

    public static void Map(IEndpointRouteBuilder simulator) => simulator.MapPost("/tokens", MintAsync);

    private static async Task<IResult> MintAsync(HttpRequest request, SimulatedGitLab gitLab) =>
        Results.Text(gitLab.Mint(Read(await RequestObject.ReadAsync(request, Known))));

    private static TokenRequest Read(RequestObject body) => new()
    {
        Variant = body.Choice<TokenVariant>("variant") ?? TokenVariant.IdToken,
        Preset = body.Choice<TokenPreset>("preset"),
        Audience = body.Node("aud"),
        Claims = body.Object("claims"),
        NullClaims = body.Texts("null_claims") ?? [],
        SubComponents = body.Texts("sub_components"),
        Lifetime = body.Number("lifetime"),
        Header = body.Object("header"),
        HeaderRaw = body.Text("header_raw"),
        Payload = body.Text("payload"),
        SigningKey = body.Choice<SigningKeyChoice>("signing_key"),
        TamperSignature = body.Text("signature") switch
        {
            null => false,
            "tamper" => true,
            var other => throw new InvalidRequestException($"unknown signature '{other}'; known is tamper"),
        },
    };
}
