using System.Net;

namespace Bridge.Server.Commands.Remote;

/// <summary>A command that was refused, or that failed for a reason outside of it; it ends with <see cref="CommandLine.Failed"/>.</summary>
internal sealed class FailedException(string message, HttpStatusCode? status = null) : Exception(message)
{
    /// <summary>What a server answered; null where none did.</summary>
    public HttpStatusCode? Status => status;
}
