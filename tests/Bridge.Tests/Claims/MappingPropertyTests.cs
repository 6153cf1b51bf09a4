using System.Text.Json;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.Policies;
using Bridge.Testing;
using Bridge.Tests.Configuration;
using Bridge.Tests.Policies;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Claims;

/// <summary>What holds of all mappings, whatever an administrator writes and a job holds.</summary>
public sealed class MappingPropertyTests
{
    private static readonly string[] Reserved =
    [
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "azp", "client_id", "scope", "act", "may_act", "cnf", "nonce", "auth_time", "acr", "amr", "sid", "at_hash", "c_hash",
        "email_verified", "idp", "bridge_exchange_id", "project_id", "namespace_id", "pipeline_id", "job_id",
    ];

    private static readonly Gen<string> Target = Gen.Frequency(
        (3, Gen.Elements(Reserved)),
        (2, Gen.Elements("team", "username", "groups", "Sub", "sub ", "https://aws.amazon.com/tags", "https://aws.amazon.com/source_identity")));

    private static readonly Gen<object> Form = Gen.Elements<object>(
        new { constant = "x" },
        new { from = "ref" },
        new { from = "groups_direct", missing = "omit" },
        new { from = "runner_id" },
        new { list = new[] { "ref", "groups_direct" } },
        new { join = new[] { "ref", "project_id" }, with = "@" });

    private static readonly Arbitrary<(string Target, object Form)[]> Mappings = Of(Target);

    // Few, so that the instance and a relying party often fill the same.
    private static readonly Arbitrary<(string Target, object Form)[]> Unreserved = Of(Gen.Elements("team", "team", "branch", "groups", "username"));

    private static readonly Arbitrary<(string Target, object Form)[]> Anyones = Of(Gen.Elements("team", "branch", "Sub"));

    private static readonly Arbitrary<string> Profiles = Gen.Elements(Profile.All.Keys.ToArray()).ToArbitrary();

    private static Config Thorough => Cases.Of(600);

    [Fact]
    public void A_mapping_never_fills_a_reserved_claim() => Prop.ForAll(Profiles, Mappings, Mappings, (profile, instance, own) =>
    {
        var compiled = Compile(profile, instance, own);
        if (instance.Concat(own).Any(mapping => Reserved.Contains(mapping.Target)))
            return compiled is null;
        return compiled is null || Shaped(compiled).All(name => !Reserved.Contains(name));
    }).Check(Thorough);

    [Fact]
    public void No_claim_stands_twice() => Prop.ForAll(Profiles, Unreserved, Unreserved, (profile, instance, own) =>
        Compile(profile, instance, own) is not { } compiled || Shaped(compiled).GroupBy(name => name, StringComparer.Ordinal).All(same => same.Count() == 1)).Check(Thorough);

    [Fact]
    public void A_relying_partys_own_mapping_stands_in_for_the_instances() => Prop.ForAll(Unreserved, Anyones, (instance, own) =>
        Compile("plain", instance, own) is not { } compiled
        || compiled.Mappings.Select(mapping => mapping.Target).Order(StringComparer.Ordinal)
            .SequenceEqual(instance.Concat(own).Select(mapping => mapping.Target).Where(target => Profile.All["plain"].TargetMistake(target) is null).Distinct().Order(StringComparer.Ordinal))).Check(Thorough);

    private static Arbitrary<(string Target, object Form)[]> Of(Gen<string> target) => target.Zip(Form).Select(pair => (pair.Item1, pair.Item2)).ArrayOf().Resize(5)
        .Select(pairs => pairs.DistinctBy(pair => pair.Item1).ToArray()).ToArbitrary();

    private static RelyingParty? Compile(string profile, (string Target, object Form)[] instance, (string Target, object Form)[] own)
    {
        var party = JsonSerializer.SerializeToNode(new { id = "service", audience = "a", profile, claims = own.ToDictionary(mapping => mapping.Target, mapping => mapping.Form, StringComparer.Ordinal) })!;
        if (Profile.All[profile].Prefixes)
            party["prefix"] = "gitlab:";
        var mappings = instance.Select(mapping =>
        {
            var definition = JsonSerializer.SerializeToNode(mapping.Form)!;
            definition["id"] = mapping.Target;
            return (Section.Mappings, definition.ToJsonString());
        });
        return Compiled.Load([], [(Section.RelyingParties, party.ToJsonString()), .. mappings]).Configuration?.RelyingParties.Single();
    }

    private static IEnumerable<string> Shaped(RelyingParty party)
    {
        var facts = Jobs.Of();
        return ClaimMapping.Map(party.Mappings, facts).Is(out var mapped, out _) && party.Profile.Shape(mapped, facts, "s", party.ProfileSettings).Is(out var shaped, out _)
            ? shaped.Select(claim => claim.Name)
            : [];
    }
}
