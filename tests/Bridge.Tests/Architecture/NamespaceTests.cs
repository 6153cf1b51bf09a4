using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Bridge.Tests.Architecture;

public sealed partial class NamespaceTests
{
    // The way of a request, backwards: each may use itself and those before it.
    private static readonly string[] Order =
        ["Refusals", "Json", "GitLab", "Claims", "Policies", "Subjects", "Projects", "Keys", "Access", "Configuration", "Records", "Tokens", "Exchange", "DryRuns"];

    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Types = typeof(Bridge.Exchange.TokenExchange).Assembly.GetTypes();

    [Fact]
    public void Every_feature_has_its_place_in_the_order() =>
        Assert.Empty(Types.Where(type => type.Namespace?.StartsWith("Bridge", StringComparison.Ordinal) == true).Select(Feature).Distinct().Except(Order));

    [Fact]
    public void Types_use_only_features_before_their_own()
    {
        var against = from type in Types
                      where Rank(type) >= 0
                      from used in Used(type).SelectMany(Parts).Distinct()
                      where used.Assembly == type.Assembly && Rank(used) > Rank(type)
                      select $"{type.FullName} uses {used.FullName}";
        Assert.Empty(against.Distinct());
    }

    [Fact]
    public void Sources_import_only_features_before_their_own()
    {
        var against = from file in SourceTree.Sources(Path.Combine("src", "Bridge"))
                      let text = File.ReadAllText(file.FullName)
                      let own = Namespace().Match(text)
                      where own.Success
                      from Match import in Import().Matches(text)
                      where Array.IndexOf(Order, import.Groups["feature"].Value) > Array.IndexOf(Order, own.Groups["feature"].Value)
                      select $"{file.Name} imports {import.Groups["feature"].Value}";
        Assert.Empty(against);
    }

    private static string Feature(Type type) => type.Namespace!.Split('.').ElementAtOrDefault(1) ?? type.Namespace;

    private static int Rank(Type type) => type.Namespace?.StartsWith("Bridge.", StringComparison.Ordinal) == true ? Array.IndexOf(Order, Feature(type)) : -1;

    private static IEnumerable<Type> Used(Type type) =>
    [
        .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
        .. type.GetInterfaces(),
        .. type.GetFields(All).Select(field => field.FieldType),
        .. type.GetProperties(All).Select(property => property.PropertyType),
        .. type.GetConstructors(All).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType),
        .. type.GetMethods(All).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)),
        .. type.GetMethods(All).Select(method => method.GetMethodBody()).OfType<MethodBody>().SelectMany(body => body.LocalVariables).Select(local => local.LocalType),
    ];

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    [GeneratedRegex(@"^namespace Bridge\.(?<feature>\w+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (?:static |\w+ = )?Bridge\.(?<feature>\w+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Import();
}
