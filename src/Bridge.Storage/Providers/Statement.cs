namespace Bridge.Storage.Providers;

/// <summary>A prepared statement of a database that answers on the thread that asks, and the row that it stands on.</summary>
internal abstract class Statement : Row, IDisposable
{
    /// <summary>Binds a value as <see cref="Provider.Value"/> gives it; positions begin with 1.</summary>
    public abstract void Bind(int position, object value);

    /// <summary>Binds all of them.</summary>
    public void Bind(string[] values)
    {
        for (var position = 0; position < values.Length; position++)
            Bind(position + 1, values[position]);
    }

    /// <returns>How many rows it changed.</returns>
    public abstract int Execute();

    /// <summary>Goes to the next row. Past the last one, or at an error, the statement is as before its first.</summary>
    public abstract bool Read();

    /// <summary>The one number that it selects.</summary>
    public abstract long Number();

    public abstract void Dispose();
}
