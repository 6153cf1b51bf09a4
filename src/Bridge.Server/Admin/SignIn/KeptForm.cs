using System.Collections.Immutable;
using Bridge.Access;
using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.Server.Admin.SignIn;

/// <summary>
/// A form whose sender did not prove lately that it is they: the model of <c>_Kept</c>, which asks for the proof and carries what was typed.
/// It is kept in that one answer and nowhere else, and goes on as a POST like any other, with an antiforgery token of its own.
/// </summary>
/// <param name="Action">Where it was sent to.</param>
/// <param name="Fields">What was sent.</param>
/// <param name="Person">Who sent it.</param>
/// <param name="Mistake">Why an attempt to prove it failed.</param>
internal sealed record KeptForm(string Action, ImmutableArray<(string Name, string Value)> Fields, PersonId Person, string? Mistake)
{
    /// <summary>The field of the one-time password or recovery code, whatever else the form has.</summary>
    public const string Code = "proof.code";

    private const string Afterwards = "/profile";

    /// <summary>Where it is proved in another way, in a window beside this one.</summary>
    public string Elsewhere => Person.IsLocal
        ? QueryHelpers.AddQueryString("/sign-in/again", "back", Afterwards)
        : QueryHelpers.AddQueryString($"/sign-in/{Uri.EscapeDataString(Person.Issuer)}/start", new Dictionary<string, string?>(StringComparer.Ordinal) { ["again"] = "true", ["back"] = Afterwards });

    public static KeptForm Of(HttpRequest request, PersonId person, string antiforgeryField, string? mistake) => new(
        request.Path + request.QueryString,
        [.. request.Form.Where(field => field.Key != Code && field.Key != antiforgeryField).SelectMany(field => field.Value, (field, value) => (field.Key, value ?? ""))],
        person, mistake);
}
