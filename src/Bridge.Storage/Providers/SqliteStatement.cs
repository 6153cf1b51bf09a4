using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bridge.Storage.Providers;

/// <summary>A prepared statement of SQLite.</summary>
internal sealed class SqliteStatement : Statement
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private byte[] text = new byte[16 * 1024];

    public SqliteStatement(sqlite3 database, string sql)
    {
        this.database = database;
        // SQLite numbers $1, $2, … as it meets them, but ?1, ?2, … as they are called.
        Check(raw.sqlite3_prepare_v3(database, sql.Replace('$', '?'), raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    public override void Bind(int position, object value) => Check(value switch
    {
        string some => Bind(position, some),
        long number => raw.sqlite3_bind_int64(statement, position, number),
        byte[] bytes => raw.sqlite3_bind_blob(statement, position, bytes),
        DBNull => raw.sqlite3_bind_null(statement, position),
        _ => throw new ArgumentException($"SQLite takes no {value.GetType().Name} here.", nameof(value)),
    });

    public override int Execute()
    {
        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        Check(result);
        return raw.sqlite3_changes(database);
    }

    public override bool Read()
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW)
            return true;
        raw.sqlite3_reset(statement);
        Check(result);
        return false;
    }

    public override long Number()
    {
        var number = Read() ? Number(0) : 0;
        raw.sqlite3_reset(statement);
        return number;
    }

    public override bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public override string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public override long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public override DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Number(column));

    public override void Dispose() => statement.Dispose();

    private int Bind(int position, string value)
    {
        if (text.Length < Encoding.UTF8.GetMaxByteCount(value.Length))
            text = new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        return raw.sqlite3_bind_text(statement, position, text.AsSpan(0, Encoding.UTF8.GetBytes(value, text)));
    }

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), result, raw.sqlite3_extended_errcode(database));
    }
}
