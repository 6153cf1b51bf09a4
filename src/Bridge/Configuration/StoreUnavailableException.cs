namespace Bridge.Configuration;

/// <summary>The database cannot answer or cannot write: an outage, answered 503, not a refusal.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
