using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Bridge.Server.Admin.Shell;

/// <summary>A moment as people say it, with the exact one on hover: <c>&lt;time-ago at="@row.At" /&gt;</c>. What it would say without a moment is <c>never</c>.</summary>
[HtmlTargetElement("time-ago", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeAgoTagHelper(TimeProvider time) : TagHelper
{
    public DateTimeOffset? At { get; set; }

    public string Never { get; set; } = "never";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        if (At is not { } at)
        {
            output.TagName = "span";
            output.Attributes.SetAttribute("class", "text-secondary");
            output.Content.SetContent(Never);
            return;
        }

        output.TagName = "time";
        output.Attributes.SetAttribute("datetime", at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        output.Attributes.SetAttribute("title", at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'"));
        output.Content.SetContent(Words(at - time.GetUtcNow()));
    }

    /// <summary>A distance from now: <c>5 minutes ago</c>, <c>in 2 days</c>.</summary>
    public static string Words(TimeSpan distance)
    {
        var length = distance.Duration();
        var text = length switch
        {
            { TotalSeconds: < 45 } => null,
            { TotalMinutes: < 45 } => Count(length.TotalMinutes, "minute"),
            { TotalHours: < 22 } => Count(length.TotalHours, "hour"),
            { TotalDays: < 26 } => Count(length.TotalDays, "day"),
            { TotalDays: < 320 } => Count(length.TotalDays / 30.4, "month"),
            _ => Count(length.TotalDays / 365.25, "year"),
        };
        return text is null ? distance < TimeSpan.Zero ? "just now" : "now" : distance < TimeSpan.Zero ? $"{text} ago" : $"in {text}";
    }

    private static string Count(double number, string unit) => Math.Max(1, (int)Math.Round(number, MidpointRounding.AwayFromZero)) is var whole && whole == 1 ? $"1 {unit}" : $"{whole} {unit}s";
}
