namespace Bridge.Server.Hosting;

/// <summary>
/// Which of the two listeners a connection came in by, and which of them a route belongs to. It is a mark on the connection,
/// for Host, port and address are the caller's or the proxy's to say.
/// </summary>
public sealed class Door
{
    /// <summary>Relying parties, CI jobs and load balancers.</summary>
    public static readonly Door Public = new("public");

    /// <summary>Administrators.</summary>
    public static readonly Door Admin = new("admin");

    private Door(string name) => Name = name;

    public string Name { get; }

    public override string ToString() => Name;
}
