namespace Bridge.Storage.Providers;

/// <summary>The row that a query stands on. Columns begin with 0.</summary>
internal abstract class Row
{
    public abstract bool IsNull(int column);

    public abstract string Text(int column);

    /// <summary>A number, or a truth value as 0 or 1.</summary>
    public abstract long Number(int column);

    public abstract DateTimeOffset Time(int column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);
}
