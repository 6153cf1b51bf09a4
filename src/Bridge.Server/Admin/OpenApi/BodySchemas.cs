using System.Text.Json.Nodes;

namespace Bridge.Server.Admin.OpenApi;

/// <summary>The schemas of what is sent. What a definition may have is the reader's to say, all of it and with its mistakes; here stands its form.</summary>
internal static class BodySchemas
{
    public const string Definition = "Definition";
    public const string Explain = "Explain";
    public const string NewClient = "NewClient";
    public const string NewToken = "NewToken";
    public const string Shown = "Shown";
    public const string SubClaimComponents = "SubClaimComponents";
    public const string Text = "Text";

    public static JsonNode Of(string name) => JsonNode.Parse(name switch
    {
        Definition => """
            { "type": "object", "description": "The thing as a configuration file says it; its id may be left out, for the address has it. A member that is not known is a mistake.",
              "properties": { "id": { "type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,63}$" } } }
            """,
        NewClient => """
            { "type": "object", "required": ["id"], "additionalProperties": false,
              "properties": {
                "id": { "type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,63}$" },
                "enabled": { "type": "boolean", "default": true },
                "default_audience": { "type": "string" } } }
            """,
        NewToken => """
            { "type": "object", "required": ["name", "right", "expires_in"], "additionalProperties": false,
              "properties": {
                "name": { "type": "string", "minLength": 1, "maxLength": 100 },
                "right": { "type": "string", "enum": ["read", "write", "admin"] },
                "expires_in": { "type": "string", "pattern": "^[0-9]{1,6}[smhd]$", "description": "From 1m to 365d." },
                "issuer": { "type": "string" },
                "project_id": { "type": "string", "pattern": "^[1-9][0-9]{0,18}$" },
                "group": { "type": "string" } } }
            """,
        Explain => """
            { "type": "object", "additionalProperties": false, "description": "A token with what the job asks for, or the id of a recorded exchange.",
              "properties": {
                "token": { "type": "string" }, "exchange": { "type": "string", "format": "uuid" },
                "audience": { "type": "array", "items": { "type": "string" } }, "resource": { "type": "array", "items": { "type": "string" } },
                "scope": { "type": "string" }, "requested_token_type": { "type": "string", "enum": ["access_token", "id_token", "jwt"] },
                "draft": { "type": "object", "description": "A configuration file as JSON; what it would change is told." } } }
            """,
        Shown => """
            { "type": "object", "required": ["namespace_id", "path"], "additionalProperties": false, "description": "What was shown of the project that waits, letter for letter.",
              "properties": { "namespace_id": { "type": "string" }, "path": { "type": "string" } } }
            """,
        SubClaimComponents => """
            { "type": "object", "required": ["ci_id_token_sub_claim_components"], "additionalProperties": false,
              "properties": { "ci_id_token_sub_claim_components": { "type": "array", "minItems": 1, "items": { "type": "string" } } } }
            """,
        Text => """{ "type": "string" }""",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such schema"),
    })!;
}
