using Bridge.Configuration;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bridge.Server.Tests.Pages;

/// <summary>What a page's address names is what it is about: no field of a form leads it to another thing.</summary>
public sealed class PageAddressTests : PageTest
{
    protected override string Yaml => Issuers + $$"""
          - { id: second, url: 'https://second.test', subject_prefix: 'second:', keys: { jwks: {{GitLab.Address}}oauth/discovery/keys } }
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', rules: [{ id: one, effect: deny, everyone: true }, { id: other, effect: deny, everyone: true }] }
          - { id: another, audience: 'https://another.test', rules: [{ id: one, effect: deny, everyone: true }] }

        """;

    [Fact]
    public async Task Nothing_that_an_address_names_is_bound_from_anything_else()
    {
        var (pages, types) = (Bridge.Services.GetRequiredService<PageLoader>(), Bridge.Services.GetRequiredService<IModelMetadataProvider>());
        var read = 0;
        foreach (var route in Bridge.Routes)
        {
            if (route.Metadata.GetMetadata<PageActionDescriptor>() is not { } described)
                continue;
            var page = await pages.LoadAsync(described, route.Metadata);
            Assert.All(page.HandlerMethods, handler => Assert.True(handler.HttpMethod is "Get" or "Post", $"{page.RelativePath}: {handler.MethodInfo.Name} would answer the method {handler.HttpMethod}"));
            var names = route.RoutePattern.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var bound in page.HandlerMethods.SelectMany(handler => handler.Parameters).Concat<ParameterDescriptor>(page.BoundProperties))
            {
                var name = bound.BindingInfo?.BinderModelName ?? bound.Name;
                Assert.True(!names.Contains(name) || bound.BindingInfo?.BindingSource == BindingSource.Path, $"{page.RelativePath}: {name} is read from more than the address");
                // The members of a type that is no single value would be bound by their own names.
                Assert.False(names.Count > 0 && IsComplex(types.GetMetadataForType(bound.ParameterType)), $"{page.RelativePath}: {name} is no single value");
                read += names.Contains(name) ? 1 : 0;
            }
        }

        Assert.True(read > 50, $"only {read} are read from an address");
    }

    [Theory]
    [InlineData("/issuers/main/edit", "name", "Id", "second")]
    [InlineData("/issuers/main/edit", "name", "id", "second")]
    [InlineData("/relying-parties/deploy/rules/one", "lifetime", "Rule", "other")]
    [InlineData("/relying-parties/deploy/rules/one", "lifetime", "id", "another")]
    [InlineData("/relying-parties/deploy/rules/one/delete", null, "rule", "other")]
    [InlineData("/relying-parties/deploy/rules/one/delete", null, "id", "another")]
    public async Task A_field_does_not_lead_a_form_to_another_thing_than_its_address(string path, string? typed, string field, string value)
    {
        var before = await OthersAsync();
        var answer = await SendAsync(await BrowserAsync(), path, [
            (field, value), ("enabled", "true"), ("url", GitLab.Url), ("keys.jwks", $"{GitLab.Address}oauth/discovery/keys"), ("effect", "allow"), ("everyone", "true"),
            .. typed is null ? [] : new[] { (typed, "5m") }]);

        Assert.True(answer.Status == 302, answer.Text);
        Assert.Equal(before, await OthersAsync());
    }

    [Theory]
    [InlineData("/issuers/new")]
    [InlineData("/issuers/new/edit")]
    [InlineData("/clients/new")]
    [InlineData("/relying-parties/new")]
    [InlineData("/relying-parties/new/rules/new")]
    [InlineData("/subjects/edit/new")]
    public async Task What_is_called_new_has_its_page_as_everything_has(string path)
    {
        await Bridge.ApplyAsync($$"""
            issuers: [{ id: new, url: 'https://new.test', subject_prefix: 'new:', keys: { jwks: '{{GitLab.Address}}oauth/discovery/keys' } }]
            relying_parties: [{ id: new, audience: 'https://new.test', rules: [{ id: new, effect: deny, everyone: true }] }]
            clients: [{ id: new, secret_sha256: ["{{new string('5', 64)}}"] }]
            sub_components: [{ id: new, issuer: new, components: [project_id, ref_type, ref] }]
            """, Ct);

        var page = await (await BrowserAsync()).GetAsync(path, Ct);
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("name=\"Id\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_can_be_called_new()
    {
        var browser = await BrowserAsync();
        Assert.Equal("/clients/new", (await SendAsync(browser, "/clients/-/new", ("Id", "new"), ("enabled", "true"))).Location);
        Assert.Equal("/relying-parties/new/recipe", (await SendAsync(browser, "/relying-parties/-/new?preset=plain", ("Id", "new"), ("audience", "https://new.test"), ("For", "nobody"))).Location);
    }

    private async Task<string> OthersAsync()
    {
        var deploy = await Bridge.Engine.Database.Things.FindAsync(Section.RelyingParties, "deploy", Ct);
        var other = ((Node.List)deploy!.Value.Find("rules")!.Value).Items.OfType<Node.Map>().Single(rule => rule.Find("id")?.Value is Node.Scalar { Text: "other" });
        return string.Join('\n', await StoredAsync(Section.Issuers, "second"), await StoredAsync(Section.RelyingParties, "another"), NodeJson.Write(other));
    }

    private static bool IsComplex(ModelMetadata type) => type is { IsComplexType: true, ElementMetadata: null } || type.ElementMetadata is { IsComplexType: true };
}
