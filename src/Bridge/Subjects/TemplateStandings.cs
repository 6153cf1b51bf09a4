using System.Collections.Immutable;
using Bridge.GitLab;

namespace Bridge.Subjects;

/// <summary>Why a scope's template counts for a job, or why not.</summary>
public enum Standing
{
    /// <summary>The scope has no template.</summary>
    None,

    /// <summary>It is the one that counts.</summary>
    InForce,

    /// <summary>One that stands nearer to the job counts.</summary>
    NearerCounts,

    /// <summary>A farther one is locked, and nothing nearer than a lock counts.</summary>
    LockHolds,

    /// <summary>It is for another relying party alone.</summary>
    OtherRelyingParty,
}

/// <summary>One scope that covers a job.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Template">Its template, or null.</param>
/// <param name="Standing">Whether the template counts.</param>
/// <param name="Words">The same in words, such as <c>the lock of base (instance) holds</c>.</param>
public sealed record TemplateStanding(TemplateScope Scope, SubTemplate? Template, Standing Standing, string Words);

/// <summary>
/// Every scope that covers a job, nearest first, with what became of it: so an administrator sees from which level the
/// template in force came, and why each nearer or farther one did not count. What GitLab does by default comes last. An
/// exchange never makes this; it asks <see cref="EffectiveTemplate"/> alone, and this asks the same.
/// </summary>
/// <param name="InForce">The template that counts.</param>
/// <param name="Scopes">All scopes; of other relying parties only those that have a template.</param>
public sealed record TemplateStandings(SubTemplate InForce, ImmutableArray<TemplateStanding> Scopes)
{
    /// <summary>For a job: where it is a fork's, the scopes of the project that it runs in.</summary>
    /// <param name="facts">The job.</param>
    /// <param name="relyingParty">The id of the relying party.</param>
    /// <param name="relyingParties">The ids of all, to tell of templates that are for another one.</param>
    /// <param name="find">Gives the template of a scope, or null.</param>
    public static TemplateStandings For(JobFacts facts, string relyingParty, IEnumerable<string> relyingParties, Func<TemplateScope, SubTemplate?> find)
    {
        var (projectId, namespacePath) = EffectiveTemplate.Asked(facts);
        return Of(facts.Issuer.Id, projectId, namespacePath, relyingParty, relyingParties, find);
    }

    /// <summary>For a project, as <see cref="EffectiveTemplate.Of"/> takes it.</summary>
    public static TemplateStandings Of(
        string issuer, string projectId, string namespacePath, string relyingParty, IEnumerable<string> relyingParties, Func<TemplateScope, SubTemplate?> find)
    {
        var inForce = EffectiveTemplate.Of(issuer, projectId, namespacePath, relyingParty, find);
        var others = relyingParties.Where(other => other != relyingParty).Order(StringComparer.Ordinal).ToList();
        var scopes = ImmutableArray.CreateBuilder<TemplateStanding>();
        var passed = false;
        foreach (var scope in TemplateScope.Covering(issuer, projectId, namespacePath, relyingParty))
        {
            var template = find(scope);
            scopes.Add(Judge(scope, template, inForce, passed));
            passed |= template == inForce;
            if (scope.RelyingParty is null)
                scopes.AddRange(others.Select(other => Other(scope with { RelyingParty = other }, find)).OfType<TemplateStanding>());
        }

        scopes.Add(Judge(TemplateScope.Of(SubTemplate.Default), SubTemplate.Default, inForce, passed));
        return new(inForce, scopes.ToImmutable());
    }

    private static TemplateStanding Judge(TemplateScope scope, SubTemplate? template, SubTemplate inForce, bool passed) => template switch
    {
        null => new(scope, null, Standing.None, "no template"),
        _ when template == SubTemplate.Default && template == inForce => new(scope, template, Standing.InForce, "in force: GitLab's own default, where no template stands"),
        _ when template == inForce => new(scope, template, Standing.InForce, template.Locked ? "in force: locked, so nothing nearer counts" : "in force: the nearest"),
        _ when passed => new(scope, template, Standing.NearerCounts, $"{Named(inForce)} is nearer"),
        _ => new(scope, template, Standing.LockHolds, $"the lock of {Named(inForce)} holds"),
    };

    private static TemplateStanding? Other(TemplateScope scope, Func<TemplateScope, SubTemplate?> find) => find(scope) is { } template
        ? new(scope, template, Standing.OtherRelyingParty, $"for {scope.RelyingParty} alone")
        : null;

    private static string Named(SubTemplate template) => $"{template.Id} ({TemplateScope.Of(template).Words})";
}
