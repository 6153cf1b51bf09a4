using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Claims;

/// <summary>How a mapping makes its value.</summary>
public enum MappingForm
{
    /// <summary>One claim as it is, under its own or another name.</summary>
    Copy,

    /// <summary>A text that the administrator wrote.</summary>
    Constant,

    /// <summary>An array of the texts of several claims; an array of texts among them is laid flat.</summary>
    List,

    /// <summary>The texts of several claims with a separator between them.</summary>
    Join,
}

/// <summary>
/// Fills one claim of the issued token. <paramref name="From"/> names claims or derived facts; <paramref name="Text"/> is the
/// constant or the separator. Where a source is missing, the claim is left out or the exchange refused.
/// </summary>
public sealed record ClaimMapping(string Target, MappingForm Form, ImmutableArray<string> From, string Text, bool OmitWhenMissing)
{
    /// <summary>The mapped claims of a job, in the order of <paramref name="mappings"/>.</summary>
    public static Outcome<ImmutableArray<IssuedClaim>> Map(ImmutableArray<ClaimMapping> mappings, JobFacts facts)
    {
        var mapped = ImmutableArray.CreateBuilder<IssuedClaim>(mappings.Length);
        foreach (var mapping in mappings)
        {
            if (mapping.From.FirstOrDefault(name => !Has(name, facts)) is { } missing)
            {
                if (mapping.OmitWhenMissing)
                    continue;
                return new Refused(Reason.MappedClaimMissing, mapping.Target, missing);
            }

            if (!mapping.Value(facts).Is(out var value, out var refused))
                return refused;
            mapped.Add(new IssuedClaim(mapping.Target, value));
        }

        return mapped.DrainToImmutable();
    }

    private static bool Has(string name, JobFacts facts) => facts.Claims.Has(name) || JobFacts.Derived.Contains(name);

    private Outcome<IssuedValue> Value(JobFacts facts) => Form switch
    {
        MappingForm.Constant => new IssuedValue.Text(Text),
        MappingForm.Copy => Copied(From[0], facts),
        _ => Combined(facts),
    };

    private static IssuedValue Copied(string name, JobFacts facts)
    {
        if (!JobFacts.Derived.Contains(name) && facts.Claims.Find(name, out var json) && json.ValueKind != System.Text.Json.JsonValueKind.String)
            return new IssuedValue.Json(json);
        // It is there, and every fact and JSON string has a text.
        facts.Scalar(name, out var text);
        return new IssuedValue.Text(text!);
    }

    private Outcome<IssuedValue> Combined(JobFacts facts)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var name in From)
        {
            if (facts.Scalar(name, out var text))
                texts.Add(text);
            else if (Form == MappingForm.List && facts.Claims.Texts(name, out var several))
                texts.AddRange(several);
            else
                return new Refused(Reason.MappedClaimInvalid, Target, Form == MappingForm.List ? $"made of texts; {name} is none" : $"joined of scalars; {name} is none");
        }

        return Form == MappingForm.List ? new IssuedValue.Texts(texts.ToImmutable()) : new IssuedValue.Text(string.Join(Text, texts));
    }
}
