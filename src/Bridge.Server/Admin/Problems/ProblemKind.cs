namespace Bridge.Server.Admin.Problems;

/// <summary>A kind of problem, by its stable code. This is the table of all that the API says no with.</summary>
internal sealed record ProblemKind(string Code, int Status, string Title)
{
    public static readonly ProblemKind Malformed = new("malformed", 400, "The request cannot be read.");
    public static readonly ProblemKind Invalid = new("invalid", 422, "What was sent has mistakes; nothing was written.");
    public static readonly ProblemKind Unauthenticated = new("unauthenticated", 401, "An API token is needed.");
    public static readonly ProblemKind BadToken = new("bad_token", 401, "The API token is wrong, expired or revoked.");
    public static readonly ProblemKind TooLittleRight = new("too_little_right", 403, "The API token has not the right for this.");
    public static readonly ProblemKind NotFound = new("not_found", 404, "There is no such thing, or none that the caller has a right over.");
    public static readonly ProblemKind Exists = new("exists", 412, "There is such a thing already.");
    public static readonly ProblemKind VersionMismatch = new("version_mismatch", 412, "The thing was changed meanwhile; read it again.");
    public static readonly ProblemKind TooLarge = new("too_large", 413, "The body is too large.");
    public static readonly ProblemKind MediaType = new("media_type", 415, "The body is of another media type than is taken here.");
    public static readonly ProblemKind VersionRequired = new("version_required", 428, "To change or delete a thing, name its version in If-Match; to make one, send If-None-Match: *.");
    public static readonly ProblemKind TooManyFailures = new("too_many_failures", 429, "Too many wrong tokens came from this address.");
    public static readonly ProblemKind Unexpected = new("unexpected", 500, "The server met a condition that it did not expect.");
    public static readonly ProblemKind Unavailable = new("unavailable", 503, "The database is out of reach; nothing was written.");

    private static readonly ProblemKind[] All =
        [Malformed, Invalid, Unauthenticated, TooLittleRight, NotFound, VersionMismatch, TooLarge, MediaType, VersionRequired, TooManyFailures, Unexpected, Unavailable];

    /// <summary>What a status says.</summary>
    public static string Titles(int status) => All.First(kind => kind.Status == status).Title;

    /// <summary>The <c>type</c> (RFC 9457 §3.1.1): a name, and nothing to fetch.</summary>
    public string Type => $"urn:bridge:problem:{Code}";
}
