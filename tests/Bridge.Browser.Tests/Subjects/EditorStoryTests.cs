using Bridge.Access;
using Bridge.Browser.Tests.Browsing;
using Bridge.Testing.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace Bridge.Browser.Tests.Subjects;

/// <summary>How people set what a sub is made of: each test has a project of its own.</summary>
public sealed class EditorStoryTests(Chromium chromium, AdminServer server) : BrowserTest(chromium), IClassFixture<AdminServer>
{
    protected override BridgeServer Bridge => server.Bridge;

    [Fact]
    public async Task Maintainer_signs_in_with_GitLab_edits_the_own_project_and_the_next_exchange_has_another_sub()
    {
        Assert.StartsWith("project_path:my-group/my-project:", await server.SubAsync("20", "my-group/my-project", "main"), StringComparison.Ordinal);
        var page = await OpenAsync("/projects");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with GitLab" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ada Maintainer" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "shop/payments" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "my-group/my-project" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit main-20" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "project_id", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove environment" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove project_path" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move project_id up" }).ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("the first must name the project");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move project_id up" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-subject]").First).ToHaveTextAsync("project_id:20:ref_type:branch:ref:main");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("38 bytes");
        await page.GetByRole(AriaRole.Button, new() { Name = "What would change" }).ClickAsync();
        await Assertions.Expect(page.Locator("#impact")).ToContainTextAsync("would have got another sub");
        await LookAsync(page, "subjects-maintainer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).Last.ClickAsync();

        await Assertions.Expect(page.GetByText("Saved. It counts from the next exchange on.")).ToBeVisibleAsync();
        Assert.Equal("project_id:20:ref_type:branch:ref:main", await server.SubAsync("20", "my-group/my-project", "main"));
        Expect("404");
        foreach (var path in new[] { "/subjects/edit/shop", "/projects/main/4811", "/subjects/new" })
            Assert.Equal(404, (await page.GotoAsync(path))!.Status);
    }

    [Fact]
    public async Task Keyboard_alone_orders_adds_removes_and_saves()
    {
        var page = await OpenEditorAsync("5001", Role.Admin);
        await page.GetByRole(AriaRole.Button, new() { Name = "Move ref up" }).FocusAsync();
        await page.Keyboard.PressAsync("Alt+ArrowUp");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Move ref up" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Alt+ArrowUp");
        Assert.Equal(["ref", "project_path", "ref_type"], await ClaimsAsync(page));
        await Assertions.Expect(page.Locator("#moved")).ToHaveTextAsync("ref is 1 of 3");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Move ref down" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(["project_path", "ref", "ref_type"], await ClaimsAsync(page));

        await page.GetByRole(AriaRole.Button, new() { Name = "project_id", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Move project_id up" })).ToBeFocusedAsync();
        for (var press = 0; press < 3; press++)
            await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove project_path" }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        Assert.Equal(["project_id", "ref", "ref_type"], await ClaimsAsync(page));

        await page.GetByLabel("Why").FocusAsync();
        await page.Keyboard.TypeAsync("keys only");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Saved. It counts from the next exchange on.")).ToBeVisibleAsync();
        Assert.Equal("project_id:5001:ref:main:ref_type:branch", await server.SubAsync("5001", "story/5001", "main"));
    }

    [Fact]
    public async Task Mouse_drags_a_component_to_another_place()
    {
        var page = await OpenEditorAsync("5002", Role.Admin);
        await page.Locator("[data-component=ref] .component-handle").DragToAsync(page.Locator("[data-component=project_path] .component-handle"), new() { TargetPosition = new() { X = 4, Y = 2 } });
        await Assertions.Expect(page.Locator("#moved")).ToHaveTextAsync("ref is 1 of 3");
        Assert.Equal(["ref", "project_path", "ref_type"], await ClaimsAsync(page));
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("the first must name the project");
    }

    [Fact]
    public async Task Without_scripts_the_same_form_does_it()
    {
        await server.SubAsync("5003", "story/5003", "main");
        var page = await OpenEditorAsync("5003", Role.Admin, scripts: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "project_id", Exact = true }).ClickAsync();
        for (var click = 0; click < 3; click++)
            await page.GetByRole(AriaRole.Button, new() { Name = "Move project_id up" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove project_path" }).ClickAsync();
        Assert.Equal(["project_id", "ref_type", "ref"], await ClaimsAsync(page));
        await Assertions.Expect(page.Locator("[data-subject]").First).ToHaveTextAsync("project_id:5003:ref_type:branch:ref:main");
        await page.GetByRole(AriaRole.Button, new() { Name = "What would change" }).ClickAsync();
        await Assertions.Expect(page.Locator("#impact")).ToContainTextAsync("would have got another sub");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).Last.ClickAsync();

        await Assertions.Expect(page.GetByText("Saved. It counts from the next exchange on.")).ToBeVisibleAsync();
        Assert.Equal("project_id:5003:ref_type:branch:ref:main", await server.SubAsync("5003", "story/5003", "main"));
    }

    [Fact]
    public async Task Of_two_administrators_the_second_is_told_and_loses_nothing()
    {
        var first = await OpenEditorAsync("5004", Role.Admin);
        var second = await OpenAsync("/subjects/edit/story-5004", role: Role.Admin);
        await first.GetByRole(AriaRole.Button, new() { Name = "Remove ref", Exact = true }).ClickAsync();
        await first.GetByRole(AriaRole.Button, new() { Name = "Save" }).Last.ClickAsync();
        await Assertions.Expect(first.GetByText("Saved. It counts from the next exchange on.")).ToBeVisibleAsync();

        await second.GetByRole(AriaRole.Button, new() { Name = "project_id", Exact = true }).ClickAsync();
        await second.GetByLabel("Why").FillAsync("mine");
        await second.GetByRole(AriaRole.Button, new() { Name = "Save" }).Last.ClickAsync();
        await Assertions.Expect(second.GetByText("while you were editing")).ToBeVisibleAsync();
        await Assertions.Expect(second.Locator(".alert-warning")).ToContainTextAsync("[project_path, ref_type]");
        Assert.Equal(["project_path", "ref_type", "ref", "project_id"], await ClaimsAsync(second));
        Assert.Equal("mine", await second.GetByLabel("Why").InputValueAsync());
        await LookAsync(second, "subjects-conflict");

        await second.GetByRole(AriaRole.Button, new() { Name = "Save" }).Last.ClickAsync();
        await Assertions.Expect(second.GetByText("Saved. It counts from the next exchange on.")).ToBeVisibleAsync();
        Assert.Equal("project_path:story/5004:ref_type:branch:ref:main:project_id:5004", await server.SubAsync("5004", "story/5004", "main"));
    }

    [Fact]
    public async Task Search_shows_what_fits_as_one_types_and_the_address_keeps_it()
    {
        var page = await OpenAsync("/projects", role: Role.Auditor);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("paym");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "my-group/my-project" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "shop/payments" })).ToBeVisibleAsync();
        await page.WaitForURLAsync("**/projects?*search=paym*");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("paym");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "my-group/my-project" })).ToHaveCountAsync(0);
    }

    private static Task<string[]> ClaimsAsync(IPage page) => page.EvaluateAsync<string[]>("[...document.querySelectorAll('#components [name=claim]')].map(field => field.value)");

    private static async Task LookAsync(IPage page, string name)
    {
        await Look.PictureAsync(page, $"{name}-1440-light");
        await Look.FitsAsync(page);
        await Look.AccessibleAsync(page);
    }

    private async Task<IPage> OpenEditorAsync(string project, Role role, bool scripts = true)
    {
        await Bridge.ApplyAsync($"sub_components: [{{ id: story-{project}, issuer: main, project_id: '{project}', components: [project_path, ref_type, ref] }}]", Ct);
        return await OpenAsync($"/subjects/edit/story-{project}", scripts: scripts, role: role);
    }
}
