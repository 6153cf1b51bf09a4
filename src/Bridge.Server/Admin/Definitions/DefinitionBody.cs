using Bridge.Configuration;
using Bridge.Server.Admin.Problems;

namespace Bridge.Server.Admin.Definitions;

/// <summary>Reads a definition whose id the address says, so that the body need not.</summary>
internal static class DefinitionBody
{
    public static async Task<(Node.Map? Body, Problem? Problem)> ReadAsync(HttpContext context, string id)
    {
        var (body, problem) = await JsonBody.ReadAsync(context);
        if (body is null)
            return (null, problem);
        return body.Find("id") switch
        {
            null => (body with { Members = body.Members.Insert(0, new("id", new Node.Scalar(id, ScalarType.Text, 0), 0)) }, null),
            { Value: Node.Scalar { Type: ScalarType.Text } same } when same.Text == id => (body, null),
            _ => (null, new Problem(ProblemKind.Invalid) { Errors = [new Mistake("id", $"must be {id}, as the address says")] }),
        };
    }
}
