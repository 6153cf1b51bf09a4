using System.Collections.Immutable;

namespace Bridge.Configuration.Compiling;

/// <summary>What a compilation gave.</summary>
/// <param name="Configuration">The compiled configuration; null where there is any mistake.</param>
/// <param name="Mistakes">All mistakes.</param>
/// <param name="Warnings">What its author should know.</param>
public sealed record Compilation(ConfigurationInForce? Configuration, ImmutableArray<Mistake> Mistakes, ImmutableArray<Warning> Warnings);
