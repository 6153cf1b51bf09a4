using System.Reflection;
using System.Runtime.CompilerServices;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Keys;
using Bridge.Records;
using Xunit;

namespace Bridge.Tests.Architecture;

public sealed class TypeTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Types = [.. typeof(TokenVerifier).Assembly.GetTypes().Where(type =>
        type.Namespace?.StartsWith("Bridge", StringComparison.Ordinal) == true && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))];

    [Fact]
    public void Interfaces_stand_only_at_the_three_walls() =>
        Assert.Equal([typeof(IConfigurationStore), typeof(IExchangeJournal), typeof(ISigningKeyStore)], Types.Where(type => type.IsInterface).OrderBy(type => type.Name, StringComparer.Ordinal));

    [Fact]
    public void Classes_are_sealed_abstract_or_static() =>
        Assert.Empty(Types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(type => type.FullName));

    [Theory]
    [InlineData(typeof(UnverifiedToken))]
    [InlineData(typeof(SignedToken))]
    [InlineData(typeof(GitLabJob))]
    [InlineData(typeof(Admission))]
    public void Step_of_the_way_cannot_be_forged_outside(Type step)
    {
        Assert.Empty(step.GetConstructors(BindingFlags.Public | BindingFlags.Instance));
        Assert.DoesNotContain(step.GetProperties(), property => property.SetMethod is { IsPublic: true });
        // A record could be copied with other members.
        Assert.Null(step.GetMethod("<Clone>$"));
    }

    [Fact]
    public void Token_is_minted_of_an_admission_alone()
    {
        var minting = Types.SelectMany(type => type.GetMethods(Declared)).Where(method => method.ReturnType == typeof(Bridge.Tokens.IssuedToken) && !method.IsSpecialName && method.Name != "<Clone>$");
        Assert.Equal([typeof(Admission)], Assert.Single(minting).GetParameters().Select(parameter => parameter.ParameterType));
    }

    [Fact]
    public void Waiting_methods_end_in_Async_and_take_the_cancellation_last()
    {
        var methods = Types.Where(type => type.IsVisible).SelectMany(type => type.GetMethods(Declared)).Where(method => method.IsPublic && Waits(method.ReturnType)).ToList();
        Assert.NotEmpty(methods);
        Assert.Empty(methods.Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal)
            || method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken)).Select(method => $"{method.DeclaringType!.FullName}.{method.Name}"));
    }

    [Fact]
    public void Names_are_words_of_the_domain() => Assert.Empty(Types
        .Where(type => new[] { "Helper", "Manager", "Utils", "Util", "Impl", "Dto", "Service", "Base" }.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal)))
        .Select(type => type.FullName));

    private static bool Waits(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)));
}
