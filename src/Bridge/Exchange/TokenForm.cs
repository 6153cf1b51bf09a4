using System.Collections.Immutable;
using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>The parameters of a token request. One sent without a value counts as left out (RFC 6749 §3.2).</summary>
internal sealed class TokenForm
{
    private readonly List<KeyValuePair<string, string>> parameters;

    public TokenForm(IReadOnlyList<KeyValuePair<string, string>> form)
    {
        parameters = new List<KeyValuePair<string, string>>(form.Count);
        foreach (var parameter in form)
        {
            if (parameter.Value.Length > 0)
                parameters.Add(parameter);
        }
    }

    /// <summary>The first parameter that came twice and may not (RFC 6749 §3.2; RFC 8693 §2.1 lets audience and resource repeat).</summary>
    public string? Repeated
    {
        get
        {
            var seen = new HashSet<string>(parameters.Count, StringComparer.Ordinal);
            foreach (var (name, _) in parameters)
            {
                if (name is not ("audience" or "resource") && !seen.Add(name))
                    return name;
            }

            return null;
        }
    }

    public string? One(string name)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Key == name)
                return parameter.Value;
        }

        return null;
    }

    public ImmutableArray<string> All(string name) =>
        One(name) is null ? [] : [.. parameters.Where(parameter => parameter.Key == name).Select(parameter => parameter.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>The first of some names that came.</summary>
    public string? FirstOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (One(name) is not null)
                return name;
        }

        return null;
    }

    /// <summary>RFC 8707 §2: a resource is an absolute URI without a fragment.</summary>
    public Outcome<ImmutableArray<string>> Resources()
    {
        var resources = All("resource");
        return resources.All(IsAbsolute)
            ? resources
            : new Refused(Reason.TargetMalformed, "resource");
    }

    /// <summary>Whether <c>openid</c> was asked for.</summary>
    public bool OpenId => One("scope")?.Split(' ').Contains("openid") == true;

    /// <summary>RFC 6749 §3.3: words of %x21 / %x23-5B / %x5D-7E with one space between them.</summary>
    public Outcome<ImmutableArray<string>> Scopes()
    {
        if (One("scope") is not { } scope)
            return ImmutableArray<string>.Empty;
        var words = scope.Split(' ');
        return words.All(word => word.Length > 0 && word.All(letter => letter is >= '!' and <= '~' and not ('"' or '\\')))
            ? words.Where(word => word != "openid").Distinct(StringComparer.Ordinal).ToImmutableArray()
            : new Refused(Reason.ScopeMalformed, "scope");
    }

    // A path is an absolute URI to the parser of some platforms, which puts the scheme of files before it.
    private static bool IsAbsolute(string resource) =>
        Uri.TryCreate(resource, UriKind.Absolute, out var uri) && resource.StartsWith(uri.Scheme + ":", StringComparison.OrdinalIgnoreCase) && !resource.Contains('#', StringComparison.Ordinal);
}
