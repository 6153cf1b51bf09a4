using Bridge.Json;

namespace Bridge.Configuration.History;

/// <summary>
/// The hash of one entry with its items: SHA-256 over canonical JSON (RFC 8785) of an object with the members <c>at</c> (UTC, in
/// milliseconds), <c>author</c>, <c>difference</c>, <c>file_hash</c>, <c>items</c>, <c>previous_hash</c>, <c>revision</c>,
/// <c>warnings</c> and <c>why</c>. Each item is an object of <c>after</c>, <c>before</c>, <c>id</c>, <c>section</c> and
/// <c>version</c>. What is JSON in itself is a text here, exactly as it is stored.
/// </summary>
public sealed class ChangeHash : IDisposable
{
    private readonly ChangeEntry entry;
    private readonly CanonicalHash json = new();
    private bool any;

    public ChangeHash(ChangeEntry entry)
    {
        this.entry = entry;
        json.Raw("{\"at\":"u8).Text(entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"))
            .Raw(",\"author\":"u8).Text(entry.Author)
            .Raw(",\"difference\":"u8).Text(entry.Difference)
            .Raw(",\"file_hash\":"u8).Text(entry.FileHash)
            .Raw(",\"items\":["u8);
    }

    /// <summary>Adds the entry's next item, in the order of their positions.</summary>
    public void Add(ChangeItem item)
    {
        json.Raw(any ? ",{\"after\":"u8 : "{\"after\":"u8).Text(item.After)
            .Raw(",\"before\":"u8).Text(item.Before)
            .Raw(",\"id\":"u8).Text(item.Id)
            .Raw(",\"section\":"u8).Text(item.Section)
            .Raw(",\"version\":"u8).Number(item.Version)
            .Raw("}"u8);
        any = true;
    }

    /// <summary>The hash in hexadecimal, after the last item.</summary>
    public string End() =>
        json.Raw("],\"previous_hash\":"u8).Text(entry.PreviousHash)
            .Raw(",\"revision\":"u8).Number(entry.Revision)
            .Raw(",\"warnings\":"u8).Text(entry.Warnings)
            .Raw(",\"why\":"u8).Text(entry.Why)
            .Raw("}"u8).End();

    public void Dispose() => json.Dispose();
}
