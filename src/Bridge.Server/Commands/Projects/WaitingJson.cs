using Bridge.Refusals;
using Bridge.Storage.Projects;

namespace Bridge.Server.Commands.Projects;

/// <summary>A project that waits, for programs.</summary>
internal static class WaitingJson
{
    public static object Of(WaitingProject project) => new
    {
        project.Key.Issuer,
        project.Key.ProjectId,
        project.Enrolled,
        Pin = project.Pin is { } pin ? new { pin.NamespaceId, pin.Path, pin.PathIssuedAt } : null,
        Confirm = project.Confirmation is { } confirmation
            ? new { confirmation.Pin.NamespaceId, confirmation.Pin.Path, confirmation.Pin.PathIssuedAt, PathOwner = confirmation.SeenOwner }
            : null,
        Reasons = project.Reasons.Select(reason => new
        {
            Reason = RefusalTable.Of(reason.Reason).Code,
            reason.Expected,
            reason.Actual,
            reason.RelyingParty,
            ExchangeId = reason.Latest,
            reason.First,
            reason.Last,
            reason.Count,
            MoreThanCounted = reason.Count >= WaitingReason.MostCounted,
        }),
    };
}
