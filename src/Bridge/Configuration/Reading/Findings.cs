using System.Collections.Immutable;

namespace Bridge.Configuration.Reading;

/// <summary>Collects everything that is wrong or doubtful, so that an author hears all of it at once.</summary>
public sealed class Findings
{
    /// <summary>Nobody reads more, and a file of millions would take the server's memory. What is beyond is found once these are mended.</summary>
    private const int MostMistakes = 10_000;

    private readonly List<Mistake> mistakes = [];
    private readonly List<Warning> warnings = [];

    public bool AnyMistake => mistakes.Count > 0;

    /// <summary>All mistakes in the order of the file; those of no file come last.</summary>
    public ImmutableArray<Mistake> Mistakes => [.. mistakes.OrderBy(mistake => mistake.Line == 0 ? int.MaxValue : mistake.Line)];

    /// <summary>All warnings in the order of the file; those of no file come last.</summary>
    public ImmutableArray<Warning> Warnings => [.. warnings.OrderBy(warning => warning.Line == 0 ? int.MaxValue : warning.Line)];

    public void Mistake(string path, string message, int line, string? code = null)
    {
        if (mistakes.Count < MostMistakes)
            mistakes.Add(new Mistake(path, message, line, code));
    }

    public void Warn(string code, string path, string message, int line) => warnings.Add(new Warning(code, path, message, line));
}
