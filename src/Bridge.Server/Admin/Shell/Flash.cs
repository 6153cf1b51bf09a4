using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Bridge.Server.Admin.Shell;

/// <summary>How a message is meant.</summary>
public enum FlashKind
{
    Done,
    Warning,
    Failed,
}

/// <summary>A message of the request before.</summary>
public sealed record FlashMessage(FlashKind Kind, string Text);

/// <summary>Messages that outlive a redirect: in an encrypted cookie, until they were shown once.</summary>
public static class Flash
{
    private const string Key = "flash";

    public static void Add(ITempDataDictionary data, FlashKind kind, string text) =>
        data[Key] = ((data[Key] as string[]) ?? []).Append($"{(int)kind}{text}").ToArray();

    /// <summary>The messages; afterwards there are none.</summary>
    public static IReadOnlyList<FlashMessage> Take(ITempDataDictionary data) =>
        [.. ((data[Key] as string[]) ?? []).Select(message => new FlashMessage((FlashKind)(message[0] - '0'), message[1..]))];
}
