using Bridge.Configuration;

namespace Bridge.Server.Hosting;

/// <summary>Why a command does not run, in plain words: all reasons at once, one a line. Nothing was started.</summary>
public sealed class CannotRunException(IReadOnlyList<string> reasons) : Exception(string.Join(Environment.NewLine, reasons))
{
    public CannotRunException(string reason)
        : this([reason])
    {
    }

    public CannotRunException(IEnumerable<Mistake> mistakes)
        : this([.. mistakes.Select(mistake => mistake.ToString())])
    {
    }

    public IReadOnlyList<string> Reasons { get; } = reasons;
}
