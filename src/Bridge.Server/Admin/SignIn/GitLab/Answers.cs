using System.Collections.Concurrent;

namespace Bridge.Server.Admin.SignIn.GitLab;

/// <summary>What GitLab answered, on this node, by session: kept until the session ends, so that an outage does not shut its people out.</summary>
internal sealed class Answers<T>(TimeProvider time)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(Guid Session, string Project), Answer> answers = new();

    /// <summary>An answer no older than this; or, while GitLab is down, the last one, marked as not fresh.</summary>
    public async Task<(T? Value, bool Fresh)> GetAsync((Guid, string) key, TimeSpan age, DateTimeOffset until, Func<Task<T>> ask)
    {
        var now = time.GetUtcNow();
        if (answers.TryGetValue(key, out var known) && now - known.At < age)
            return (known.Value, true);
        try
        {
            var value = await ask();
            if (answers.Count >= Most)
                Forget(now);
            answers[key] = new Answer(value, now, until);
            return (value, true);
        }
        catch (GitLabUnavailableException)
        {
            return (known is null ? default : known.Value, false);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, answer) in answers)
        {
            if (answer.Until <= now)
                answers.TryRemove(key, out _);
        }

        if (answers.Count >= Most)
            answers.Clear();
    }

    private sealed record Answer(T Value, DateTimeOffset At, DateTimeOffset Until);
}
