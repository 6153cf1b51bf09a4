namespace Bridge.Simulator.Requests;

/// <summary>What was asked of the simulator makes no sense, or GitLab would refuse it; the message says which.</summary>
public sealed class InvalidRequestException(string message, Exception? inner = null) : Exception(message, inner);
