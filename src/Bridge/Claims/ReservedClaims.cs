using System.Collections.Frozen;

namespace Bridge.Claims;

/// <summary>Claims that no mapping can fill: the protocol's own, those that other software takes for proof, and the provenance.</summary>
public static class ReservedClaims
{
    /// <summary>What every issued token carries as the job holds it, so that it can always be traced.</summary>
    public static readonly IReadOnlyList<string> Provenance = ["project_id", "namespace_id", "pipeline_id", "job_id"];

    private static readonly FrozenSet<string> Names = new[]
    {
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "azp", "client_id", "scope", "act", "may_act", "cnf", "nonce",
        "auth_time", "acr", "amr", "sid", "at_hash", "c_hash", "email_verified", "idp", "bridge_exchange_id",
    }.Concat(Provenance).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string name) => Names.Contains(name);
}
