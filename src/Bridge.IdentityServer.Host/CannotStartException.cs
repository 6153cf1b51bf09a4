namespace Bridge.IdentityServer.Host;

/// <summary>The settings or the database are not such that this host can serve.</summary>
public sealed class CannotStartException(string message) : Exception(message);
