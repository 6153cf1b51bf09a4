using System.Collections.Immutable;
using Bridge.Configuration.Applying;
using Bridge.Projects;
using Bridge.Refusals;
using Bridge.Storage.Projects;

namespace Bridge.Server.Admin.Projects;

/// <summary>A project that Bridge keeps something of.</summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="ProjectId">GitLab's id of the project.</param>
/// <param name="Path">The path that was last granted or confirmed.</param>
/// <param name="NamespaceId">The namespace of that.</param>
/// <param name="Enrolled">Whether an administrator enrolled it.</param>
/// <param name="Templates">How many sub components it has of its own.</param>
/// <param name="LastSeen">When its last job came, whatever came of it.</param>
/// <param name="LastReason">Why that was refused.</param>
internal sealed record ProjectView(string Issuer, string ProjectId, string? Path, string? NamespaceId, bool Enrolled, int Templates, DateTimeOffset? LastSeen = null, string? LastReason = null)
{
    public static ProjectView Of(KnownProject project) => new(
        project.Key.Issuer, project.Key.ProjectId, project.Pin?.Path, project.Pin?.NamespaceId, project.Enrolled, project.Templates, project.LastSeen, project.LastReason);

    public static ProjectView Of(string issuer, string projectId, Bridge.Projects.ProjectView stored) =>
        new(issuer, projectId, stored.Pin?.Path, stored.Pin?.NamespaceId, stored.Enrolled, stored.Templates.Length);
}

/// <summary>A project that is refused until an administrator confirms it.</summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="ProjectId">GitLab's id of the project.</param>
/// <param name="Now">Where it is pinned now.</param>
/// <param name="Enrolled">Whether it is enrolled now.</param>
/// <param name="Shown">What confirming it sets, which the confirmation repeats; absent where the newest record does not hold it in full.</param>
/// <param name="Effect">The same as the change log will say it.</param>
/// <param name="Reasons">Why it is refused, the newest first.</param>
internal sealed record WaitingView(string Issuer, string ProjectId, PinView? Now, bool Enrolled, PinView? Shown, string? Effect, ImmutableArray<WaitingReasonView> Reasons)
{
    public static WaitingView Of(WaitingProject project) => new(
        project.Key.Issuer, project.Key.ProjectId, PinView.Of(project.Pin), project.Enrolled, PinView.Of(project.Confirmation?.Pin),
        project.Confirmation is { } confirmation ? Confirmer.Line(confirmation) : null, [.. project.Reasons.Select(WaitingReasonView.Of)]);
}

/// <summary>A namespace and a path of a project.</summary>
internal sealed record PinView(string NamespaceId, string Path)
{
    public static PinView? Of(ProjectPin? pin) => pin is null ? null : new(pin.NamespaceId, pin.Path);
}

/// <summary>One reason for which a project waits.</summary>
/// <param name="Reason">The code.</param>
/// <param name="Expected">What Bridge knows.</param>
/// <param name="Actual">What the newest job showed instead.</param>
/// <param name="RelyingParty">The relying party that the newest job asked for.</param>
/// <param name="ExchangeId">The newest record.</param>
/// <param name="First">The time of the oldest record.</param>
/// <param name="Last">The time of the newest record.</param>
/// <param name="Count">How many records there are; 1000 stands for so many or more.</param>
internal sealed record WaitingReasonView(string Reason, string? Expected, string? Actual, string? RelyingParty, Guid ExchangeId, DateTimeOffset First, DateTimeOffset Last, int Count)
{
    public static WaitingReasonView Of(WaitingReason why) =>
        new(RefusalTable.Of(why.Reason).Code, why.Expected, why.Actual, why.RelyingParty, why.Latest, why.First, why.Last, why.Count);
}

/// <summary>A path that belongs to a project.</summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="Path">The path, its ASCII letters in lower case.</param>
/// <param name="ProjectId">The project that it belongs to.</param>
/// <param name="CurrentPath">Where that project is now.</param>
internal sealed record BurnedPathView(string Issuer, string Path, string ProjectId, string? CurrentPath)
{
    public static BurnedPathView Of(BurnedPath path) => new(path.Issuer, path.Path, path.ProjectId, path.CurrentPath);
}
