using Bridge.Records;
using Bridge.Storage.Model;

namespace Bridge.Storage.Records;

/// <summary>What a column of a record holds.</summary>
internal enum ColumnKind
{
    Id,
    Time,
    Text,
    Number,
}

/// <summary>One column of a record, and where its value comes from.</summary>
internal sealed record ExchangeColumn(string Name, ColumnKind Kind, Func<ExchangeRecord, object?> Value);

/// <summary>The columns of the records as the journal writes them, without the entity model between.</summary>
internal static class ExchangeColumns
{
    public static readonly ExchangeColumn[] All =
    [
        new("id", ColumnKind.Id, record => record.Id),
        new("at", ColumnKind.Time, record => record.At),
        Text("address", record => record.Address),
        new("revision", ColumnKind.Number, record => record.Revision),
        Text("reason", record => record.Reason),
        Text("reason_name", record => record.ReasonName),
        Text("expected", record => record.Expected),
        Text("actual", record => record.Actual),
        Text("client", record => record.Client),
        Text("unverified_client", record => record.UnverifiedClient),
        Text("unverified_issuer", record => record.UnverifiedIssuer),
        Text("unverified_key_id", record => record.UnverifiedKeyId),
        Text("unverified_target", record => record.UnverifiedTarget),
        Text("unverified_request", record => record.UnverifiedRequest),
        Text("subject_token_hash", record => record.SubjectTokenHash),
        Text("issuer", record => record.Issuer),
        Text("subject_token_id", record => record.SubjectTokenId),
        Text("token_kind", record => record.TokenKind),
        new("project_id", ColumnKind.Text, record => record.ProjectId is { } id ? StoredText.Key(id) : null),
        new("waiting_project_id", ColumnKind.Text, record => record.WaitingProjectId is { } id ? StoredText.Key(id) : null),
        Text("project_path", record => record.ProjectPath),
        Text("pipeline_id", record => record.PipelineId),
        Text("job_id", record => record.JobId),
        Text("user_id", record => record.UserId),
        Text("user_login", record => record.UserLogin),
        Text("ref", record => record.Ref),
        Text("ref_type", record => record.RefType),
        Text("relying_party", record => record.RelyingParty),
        Number("relying_party_version", record => record.RelyingPartyVersion),
        Text("rule", record => record.Rule),
        Text("shadow_rules", record => TextList.Write(record.ShadowRules)),
        Text("template", record => record.Template),
        Number("template_version", record => record.TemplateVersion),
        Text("subject", record => record.Subject),
        Text("issued_token_id", record => record.IssuedTokenId),
        Text("issued_token_type", record => record.IssuedTokenType),
        new("issued_expires_at", ColumnKind.Time, record => record.IssuedExpiresAt),
        Text("issued_key_id", record => record.IssuedKeyId),
        Text("scope", record => record.Scope),
        Text("claims", record => record.Claims),
        Text("claims_left_out", record => TextList.Write(record.ClaimsLeftOut)),
    ];

    public static readonly string Names = string.Join(", ", All.Select(column => $"\"{column.Name}\""));

    private static ExchangeColumn Text(string name, Func<ExchangeRecord, string?> value) => new(name, ColumnKind.Text, record => StoredText.Shown(value(record)));

    private static ExchangeColumn Number(string name, Func<ExchangeRecord, int?> value) => new(name, ColumnKind.Number, record => (long?)value(record));
}
