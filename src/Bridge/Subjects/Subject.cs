using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Subjects;

/// <summary>
/// The <c>sub</c> of an issued token. Each component renders <c>claim:value</c>, joined by <c>:</c>, behind the issuer's
/// prefix. Within a value every octet of its UTF-8 outside %x21-7E, and <c>%</c> and <c>:</c>, becomes <c>%XX</c>: so a
/// subject is printable ASCII (OpenID Connect Core §2), equals GitLab's for every value without these, and two different
/// values never render alike.
/// </summary>
public static class Subject
{
    // %x21-7E without % and :
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range('\x21', '\x7E' - '\x21' + 1).Select(octet => (char)octet).Except("%:")]);

    /// <summary>The subject of a job under a template, of at most <paramref name="maximumBytes"/> bytes.</summary>
    public static Outcome<string> Render(SubTemplate template, JobFacts facts, int maximumBytes)
    {
        if (template.AsItCame)
            return Fitting(AsItCame(facts), maximumBytes);
        var subject = new StringBuilder(facts.Issuer.SubjectPrefix, 256);
        var leadingLength = 0;
        foreach (var component in template.Components)
        {
            if (component.Omit && !facts.Claims.Has(component.Claim))
                continue;
            if (!Value(component.Claim, facts).Is(out var value, out var refused))
                return refused;
            if (leadingLength == 0 && OtherProject(component.Claim, value, facts) is { } other)
                return other;
            subject.Append(leadingLength == 0 ? "" : ":").Append(component.Claim).Append(':');
            Append(subject, value);
            leadingLength = leadingLength == 0 ? subject.Length : leadingLength;
        }

        if (subject.Length > maximumBytes && template.Overflow == Overflow.Digest)
            Digest(subject, leadingLength);
        return Fitting(subject.ToString(), maximumBytes);
    }

    // Every value is Unicode without lone surrogates: a token that holds one is never read.
    private static void Append(StringBuilder subject, string value)
    {
        Span<byte> octets = stackalloc byte[4];
        for (var rest = value.AsSpan(); !rest.IsEmpty;)
        {
            var plain = rest.IndexOfAnyExcept(Plain);
            subject.Append(plain < 0 ? rest : rest[..plain]);
            if (plain < 0)
                return;
            Rune.DecodeFromUtf16(rest[plain..], out var rune, out var length);
            foreach (var octet in octets[..rune.EncodeToUtf8(octets)])
                subject.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            rest = rest[(plain + length)..];
        }
    }

    /// <summary>A value as it stands in a subject.</summary>
    internal static string Escaped(string value)
    {
        var escaped = new StringBuilder(value.Length);
        Append(escaped, value);
        return escaped.ToString();
    }

    private static Outcome<string> Value(string claim, JobFacts facts) =>
        !facts.Claims.Has(claim) ? new Refused(Reason.SubjectClaimMissing, claim)
        : !facts.Claims.Scalar(claim, out var value) ? new Refused(Reason.SubjectClaimInvalid, claim)
        : value.Length == 0 ? new Refused(Reason.SubjectClaimEmpty, claim)
        : value;

    // The job of a fork may begin with the project it runs in, for its template was asked of that project; another job
    // must not take another project's name.
    private static Refused? OtherProject(string claim, string value, JobFacts facts)
    {
        var own = claim.EndsWith("_id", StringComparison.Ordinal) ? facts.ProjectId : facts.ProjectPath;
        return facts.Fork || value == own ? null : new Refused(Reason.SubjectNotOfThisProject, claim, own, value);
    }

    private static Outcome<string> AsItCame(JobFacts facts)
    {
        var sub = facts.Claims.Text("sub");
        return sub is not null && !sub.Any(char.IsControl)
            && (BeginsWith(sub, "project_path", facts.ProjectPath) || BeginsWith(sub, "project_id", facts.ProjectId))
            ? facts.Issuer.SubjectPrefix + sub
            : new Refused(Reason.SubjectNotAsExpected, "sub", Actual: sub);
    }

    // GitLab escapes nothing. A path with ':' in it could end where another project's does, and go on as that project's sub.
    private static bool BeginsWith(string sub, string claim, string value)
    {
        var component = $"{claim}:{value}";
        return !value.AsSpan().ContainsAnyExcept(Plain) && sub.StartsWith(component, StringComparison.Ordinal) && (sub.Length == component.Length || sub[component.Length] == ':');
    }

    private static void Digest(StringBuilder subject, int leadingLength)
    {
        var digest = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(subject.ToString())));
        subject.Length = leadingLength;
        subject.Append(":sha256:").Append(digest);
    }

    private static Outcome<string> Fitting(Outcome<string> rendered, int maximumBytes)
    {
        if (!rendered.Is(out var subject, out var refused))
            return refused;
        var bytes = Encoding.UTF8.GetByteCount(subject);
        return bytes <= maximumBytes ? subject : new Refused(Reason.SubjectTooLong, Expected: maximumBytes.ToString(), Actual: bytes.ToString());
    }
}
