using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Bridge.Server.Admin.Shell;

/// <summary>A Tabler icon beside a text that says the same: <c>&lt;icon name="key" /&gt;</c>. It is not read out.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "i";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("ti", System.Text.Encodings.Web.HtmlEncoder.Default);
        output.AddClass($"ti-{Name}", System.Text.Encodings.Web.HtmlEncoder.Default);
        output.Attributes.SetAttribute("aria-hidden", "true");
    }
}
