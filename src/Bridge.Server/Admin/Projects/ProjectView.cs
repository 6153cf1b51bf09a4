using System.Collections.Immutable;
using Bridge.Configuration;
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

    /// <summary>The project as it was sent; the time of its path is not.</summary>
    public KnownProject Known() =>
        new(new ProjectKey(Issuer, ProjectId), Path is null ? null : new ProjectPin(NamespaceId ?? "", Path, default), Enrolled, Templates, LastSeen, LastReason);
}

/// <summary>A project that is refused until an administrator confirms it.</summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="ProjectId">GitLab's id of the project.</param>
/// <param name="Now">Where it is pinned now.</param>
/// <param name="Enrolled">Whether it is enrolled now.</param>
/// <param name="Shown">What confirming it sets, which the confirmation repeats; absent where the newest record does not hold it in full.</param>
/// <param name="PathOwner">The project that the path belongs to now.</param>
/// <param name="Effect">The same as the change log will say it.</param>
/// <param name="Reasons">Why it is refused, the newest first.</param>
internal sealed record WaitingView(string Issuer, string ProjectId, PinView? Now, bool Enrolled, PinView? Shown, string? PathOwner, string? Effect, ImmutableArray<WaitingReasonView> Reasons)
{
    public static WaitingView Of(WaitingProject project) => new(
        project.Key.Issuer, project.Key.ProjectId, PinView.Of(project.Pin), project.Enrolled, PinView.Of(project.Confirmation?.Pin), project.Confirmation?.SeenOwner,
        project.Confirmation is { } confirmation ? Confirmer.Line(confirmation) : null, [.. project.Reasons.Select(WaitingReasonView.Of)]);

    /// <summary>The project as it was sent.</summary>
    public WaitingProject Waiting() => new(
        new ProjectKey(Issuer, ProjectId), Now?.Pin(), Enrolled, Shown is null ? null : new Confirmation(Issuer, ProjectId, Shown.Pin(), Now?.Pin(), PathOwner), [.. Reasons.Select(reason => reason.Reasoned())]);
}

/// <summary>A namespace and a path of a project.</summary>
/// <param name="NamespaceId">GitLab's id of the namespace.</param>
/// <param name="Path">The full path.</param>
/// <param name="PathIssuedAt">The <c>iat</c> of the token that showed the path.</param>
internal sealed record PinView(string NamespaceId, string Path, DateTimeOffset PathIssuedAt)
{
    public static PinView? Of(ProjectPin? pin) => pin is null ? null : new(pin.NamespaceId, pin.Path, pin.PathIssuedAt);

    public ProjectPin Pin() => new(NamespaceId, Path, PathIssuedAt);
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

    // A newer server may have reasons that this program does not know.
    public WaitingReason Reasoned() =>
        new(RefusalTable.Rows.FirstOrDefault(row => row.Code == Reason)?.Reason ?? Refusals.Reason.Unspecified, Expected, Actual, RelyingParty, ExchangeId, First, Last, Count);
}

/// <summary>A path that belongs to a project.</summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="Path">The path, its ASCII letters in lower case.</param>
/// <param name="ProjectId">The project that it belongs to.</param>
/// <param name="CurrentPath">Where that project is now.</param>
internal sealed record BurnedPathView(string Issuer, string Path, string ProjectId, string? CurrentPath)
{
    public static BurnedPathView Of(BurnedPath path) => new(path.Issuer, path.Path, path.ProjectId, path.CurrentPath);

    public BurnedPath Burned() => new(Issuer, Path, ProjectId, CurrentPath);
}

/// <summary>A place of the configuration that is about a project which did not come for a while.</summary>
/// <param name="Place">Where: <c>relying_parties/deploy/rules/main</c>.</param>
/// <param name="Issuers">The issuers whose project it may be.</param>
/// <param name="ProjectId">GitLab's id of the project; absent where it is named by its path.</param>
/// <param name="Path">The path of the project; absent where it is named by its id.</param>
/// <param name="LastSeen">When its last job came; absent where no record is kept of one.</param>
internal sealed record UnseenView(string Place, ImmutableArray<string> Issuers, string? ProjectId, string? Path, DateTimeOffset? LastSeen)
{
    public static UnseenView Of((ProjectUse Use, DateTimeOffset? Last) unseen) => new(unseen.Use.Place, unseen.Use.Issuers, unseen.Use.ProjectId, unseen.Use.Path, unseen.Last);

    public ProjectUse Use() => new(Place, Issuers, ProjectId, Path);
}
