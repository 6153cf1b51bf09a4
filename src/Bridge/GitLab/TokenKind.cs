namespace Bridge.GitLab;

/// <summary>The kinds of CI token that GitLab has made over time.</summary>
[Flags]
public enum TokenKind
{
    None = 0,

    /// <summary>A token that a job declares under <c>id_tokens</c> (GitLab 15.7 and later).</summary>
    IdToken = 1,

    /// <summary><c>CI_JOB_JWT_V2</c>, removed in GitLab 17.0: its <c>aud</c> is the GitLab URL.</summary>
    V2 = 2,

    /// <summary><c>CI_JOB_JWT</c>, removed in GitLab 17.0: it has no <c>aud</c>.</summary>
    V1 = 4,
}

/// <summary>How the kinds are written in configuration, conditions and records.</summary>
public static class TokenKinds
{
    /// <summary>The word of one kind.</summary>
    public static string Word(this TokenKind kind) => kind switch
    {
        TokenKind.IdToken => "id_token",
        TokenKind.V2 => "v2",
        TokenKind.V1 => "v1",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not one kind"),
    };

    /// <summary>The words of all kinds in <paramref name="kinds"/>, newest first.</summary>
    public static IEnumerable<string> Words(this TokenKind kinds) => All.Where(kind => kinds.HasFlag(kind)).Select(Word);

    /// <summary>The kind that <paramref name="word"/> names, or <see cref="TokenKind.None"/>.</summary>
    public static TokenKind Parse(string word) => All.FirstOrDefault(kind => Word(kind) == word);

    private static readonly TokenKind[] All = [TokenKind.IdToken, TokenKind.V2, TokenKind.V1];
}
