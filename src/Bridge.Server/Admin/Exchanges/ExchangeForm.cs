using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Paging;
using Bridge.Storage.Records;
using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.Server.Admin.Exchanges;

/// <summary>
/// The filters of the page as they stand in its address, so that a list can be kept, sent to somebody, and gone back to. Whoever
/// maintains projects sees the exchanges of these alone, whatever the address says.
/// </summary>
/// <param name="Texts">What each filter says, as it was typed.</param>
/// <param name="Sought">What is looked for; null where there is a mistake.</param>
/// <param name="Mistakes">What cannot be looked for, by the filter's name.</param>
internal sealed record ExchangeForm(ImmutableDictionary<string, string> Texts, ExchangeSought? Sought, ImmutableArray<Mistake> Mistakes)
{
    /// <summary>All filters; those after the eighth are under "More".</summary>
    public static readonly ImmutableArray<string> Names =
        ["issuer", "project_id", "relying_party", "reason", "granted", "since", "until", "job_id", "pipeline_id", "ref", "subject"];

    private static readonly ImmutableArray<string> Seldom = ["since", "until", "job_id", "pipeline_id", "ref", "subject"];

    /// <summary>Whether anything is looked for at all.</summary>
    public bool IsEmpty => Texts.IsEmpty;

    /// <summary>Whether one of the filters is used that are seldom needed.</summary>
    public bool HasMore => Seldom.Any(Texts.ContainsKey);

    public string? this[string name] => Texts.GetValueOrDefault(name);

    public string? MistakeOf(string name) => Mistakes.FirstOrDefault(mistake => mistake.Path == name)?.Message;

    /// <summary>The list with one filter set to something else, from its newest page on; null takes it away.</summary>
    public string With(string name, string? value) => QueryHelpers.AddQueryString(
        "/exchanges", Names.Where(one => one != name && Texts.ContainsKey(one)).Select(one => KeyValuePair.Create(one, (string?)Texts[one])).Concat(value is null ? [] : [KeyValuePair.Create(name, (string?)value)]));

    public static ExchangeForm Read(HttpContext context)
    {
        var texts = Names.Select(name => KeyValuePair.Create(name, context.Request.Query[name].ToString().Trim())).Where(pair => pair.Value.Length > 0).ToImmutableDictionary(StringComparer.Ordinal);
        var mistakes = new List<Mistake>();
        var (since, until) = (QueryTime.Read(context.Request, "since", mistakes), QueryTime.Read(context.Request, "until", mistakes));
        var within = context.Caller().Reach as Reach.Projects;
        var (issuer, project) = (Text("issuer"), Text("project_id"));
        if (project is not null && issuer is null)
            mistakes.Add(new("issuer", "must be named with a project"));
        if (project is not null && !ProjectPaths.IsId(project))
            mistakes.Add(new("project_id", "is neither an id nor a path that a project of a known issuer has"));
        var filter = new ExchangeFilter(issuer, project, Text("relying_party"), Text("reason"), Text("granted") switch { "true" => true, "false" => false, _ => null }, since, until, within);
        if (filter is { Reason: not null, Granted: true })
            mistakes.Add(new("reason", "is of a refusal, and only grants are looked for"));
        if (since >= until)
            mistakes.Add(new("until", "must be after the beginning"));
        return new(texts, mistakes.Count > 0 ? null : new ExchangeSought(filter, Text("job_id"), Text("pipeline_id"), Text("ref"), Text("subject")), [.. mistakes]);

        string? Text(string name) => texts.GetValueOrDefault(name);
    }
}
