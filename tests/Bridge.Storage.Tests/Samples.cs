using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Subjects;

namespace Bridge.Storage.Tests;

/// <summary>Things to store.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public static ExchangeRecord Granted(DateTimeOffset? at = null) => new()
    {
        Id = Guid.CreateVersion7(at ?? Noon),
        At = at ?? Noon,
        Address = "192.0.2.7",
        Revision = 1,
        Client = "gitlab-ci",
        SubjectTokenHash = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c",
        Issuer = "gitlab",
        SubjectTokenId = "7f6c3b1e-0f1a-4c55-9a3f-1f0f5f8a4f10",
        TokenKind = "id_token",
        ProjectId = "22",
        ProjectPath = "My-Group/app",
        PipelineId = "574",
        JobId = "1212",
        UserId = "42",
        UserLogin = "jan",
        Ref = "main",
        RefType = "branch",
        RelyingParty = "deploy",
        RelyingPartyVersion = 3,
        Rule = "main-branch",
        ShadowRules = ["allow:wider", "deny:old"],
        Template = "built-in",
        TemplateVersion = 1,
        Subject = "project_path:My-Group/app:ref_type:branch:ref:main",
        IssuedTokenId = "3",
        IssuedTokenType = "access_token",
        IssuedExpiresAt = (at ?? Noon).AddMinutes(10),
        IssuedKeyId = "kid-1",
        Scope = "read write",
        Claims = """{"project_id":"22","project_path":"My-Group/app","user_id":"42","user_login":"jan"}""",
        ClaimsLeftOut = ["groups direct", "ünïcode"],
    };

    public static ExchangeRecord Refused(DateTimeOffset? at = null) => new()
    {
        Id = Guid.CreateVersion7(at ?? Noon),
        At = at ?? Noon,
        Address = "2001:db8::1",
        Revision = 1,
        Reason = "subject_token_expired",
        WaitingProjectId = "23",
        ReasonName = "exp",
        Expected = "a",
        Actual = "b",
        UnverifiedClient = "c",
        UnverifiedIssuer = "d",
        UnverifiedKeyId = "e",
        UnverifiedTarget = "f g",
        UnverifiedRequest = """{"audience":["f"],"resource":["g"]}""",
    };

    public static JournalEntry Entry(ExchangeRecord? record = null, long revision = 1, ReplayMark? mark = null, PinChange? pin = null) => new(record ?? Granted(), revision, mark, pin);

    public static ReplayMark Mark(string id = "jti", string party = "deploy") => new("gitlab", id, party, Noon.AddMinutes(61));

    public static PinChange FirstSight(string project = "22", string path = "My-Group/app") =>
        new("gitlab", project, null, new ProjectPin("7", path, Noon), path);

    /// <summary>A template of a project of the issuer "gitlab", of one component if none is named.</summary>
    public static SubTemplate Template(string id, string project, string? party = null, params string[] components) => new()
    {
        Id = id,
        Version = 0,
        Level = TemplateLevel.Project,
        Issuer = "gitlab",
        ProjectId = project,
        RelyingParty = party,
        Components = components.Length == 0 ? [new("project_id")] : [.. components.Select(claim => new SubComponent(claim))],
    };

    public static Node.Map Map(params (string Name, string Value)[] members) =>
        new([.. members.Select(member => new Node.Member(member.Name, new Node.Scalar(member.Value, ScalarType.Text, 0), 0))], 0);

    public static ConfigurationChange Change(long revision, params ImmutableArray<Definition> put) =>
        new() { Revision = revision, Author = "cli:root@host", Difference = ["+ something"], Put = put };

    public static Definition Issuer(string id, string prefix = "") => new(Section.Issuers, id, 0, Map(("id", id), ("subject_prefix", prefix)));
}
