using System.Data.Common;
using System.Globalization;

namespace Bridge.Storage.Providers;

/// <summary>The row that a reader stands on.</summary>
internal sealed class ReaderRow(Provider provider, DbDataReader reader) : Row
{
    public override bool IsNull(int column) => reader.IsDBNull(column);

    public override string Text(int column) => reader.GetString(column);

    public override long Number(int column) => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

    public override DateTimeOffset Time(int column) => provider.Time(reader, column);
}
