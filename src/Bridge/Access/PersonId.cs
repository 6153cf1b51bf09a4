namespace Bridge.Access;

/// <summary>Who somebody is, for good: the issuer that they sign in with, or <see cref="Local"/>, and their id there. Names and addresses change and come to others.</summary>
public sealed record PersonId(string Issuer, string Id)
{
    /// <summary>In place of an issuer, for those who sign in to Bridge itself. No issuer with this id can be signed in with.</summary>
    public const string Local = "local";

    public bool IsLocal => Issuer == Local;

    private const string Prefix = "person:";

    /// <summary>As the change log writes it.</summary>
    public string Author => $"{Prefix}{Issuer}/{Id}";

    /// <summary>The person whom the change log writes so; null for what is no person.</summary>
    public static PersonId? OfAuthor(string author) =>
        author.StartsWith(Prefix, StringComparison.Ordinal) && author[Prefix.Length..].Split('/', 2) is [var issuer, var id] ? new(issuer, id) : null;

    public override string ToString() => $"{Issuer}/{Id}";
}
