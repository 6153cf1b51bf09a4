using System.Collections.Immutable;
using System.Text;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Protocol;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.Admin.GitLabDoor;

/// <summary>
/// Reads the one attribute that the door takes, from JSON, a form or the query, as GitLab does. Every other attribute is an
/// error: a program that sets it must not believe that it was set.
/// </summary>
internal static class WantedComponents
{
    private const string Name = GitLabProject.Attribute;
    private const string FormType = "application/x-www-form-urlencoded";

    public static async Task<(ImmutableArray<string>? Components, GitLabAnswer? Answer)> ReadAsync(HttpContext context)
    {
        var attributes = new List<(string Name, Node Value)>();
        if (context.Request.QueryString.Value is { Length: > 1 } query)
            Add(attributes, UrlEncodedForm.Parse(Encoding.UTF8.GetBytes(query[1..])));
        if (await BodyAsync(context, attributes) is { } answer)
            return (null, answer);
        if (attributes.Select(attribute => attribute.Name).FirstOrDefault(name => name is not Name and not "id") is { } other)
            return (null, GitLabAnswer.Error(400, $"{other} cannot be set here: Bridge only has {Name}"));
        return attributes.Where(attribute => attribute.Name == Name).Select(attribute => attribute.Value).ToList() switch
        {
            [] => (null, GitLabAnswer.Error(400, $"{Name} are missing, at least one parameter must be provided")),
            [Node.List list] when list.Items.All(item => item is Node.Scalar { Type: ScalarType.Text }) => Known([.. list.Items.Cast<Node.Scalar>().Select(item => item.Text)]),
            _ => (null, GitLabAnswer.Error(400, $"{Name} is invalid")),
        };
    }

    private static (ImmutableArray<string>?, GitLabAnswer?) Known(ImmutableArray<string> components) =>
        components.All(GitLabClaims.IsComponent) ? (components, null) : (null, GitLabAnswer.Error(400, $"{Name} does not have a valid value"));

    private static async Task<GitLabAnswer?> BodyAsync(HttpContext context, List<(string Name, Node Value)> attributes)
    {
        var request = context.Request;
        if (request.ContentType is null && request.ContentLength is null or 0)
            return null;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && FormType.Equals(type.MediaType.Value, StringComparison.OrdinalIgnoreCase))
        {
            var (form, unreadable) = await FormBody.ReadAsync(request);
            if (unreadable is not null)
                return GitLabAnswer.Error(unreadable.Reason == Refusals.Reason.RequestTooLarge ? 413 : 400, "The body cannot be read as a form");
            return Add(attributes, form);
        }

        var (body, problem) = await JsonBody.ReadAsync(context);
        if (body is null)
            return GitLabAnswer.Error(problem!.Kind.Status, problem.Kind == ProblemKind.MediaType ? $"The provided content-type '{request.ContentType}' is not supported." : problem.Detail ?? problem.Kind.Title);
        attributes.AddRange(body.Members.Select(member => (member.Name, member.Value)));
        return null;
    }

    // What is sent with [] is a list, however few it has.
    private static GitLabAnswer? Add(List<(string Name, Node Value)> attributes, List<KeyValuePair<string, string>>? form)
    {
        if (form is null)
            return GitLabAnswer.Error(400, "The parameters cannot be read");
        foreach (var group in form.GroupBy(pair => pair.Key, pair => pair.Value))
        {
            ImmutableArray<Node> values = [.. group.Select(value => new Node.Scalar(value, ScalarType.Text, 0))];
            attributes.Add(group.Key.EndsWith("[]", StringComparison.Ordinal) ? (group.Key[..^2], new Node.List([.. values.Where(value => ((Node.Scalar)value).Text.Length > 0)], 0)) : (group.Key, values[^1]));
        }

        return null;
    }
}
