namespace Bridge.Configuration.Applying;

/// <summary>A file that an administrator applies.</summary>
/// <param name="Content">What stands in it.</param>
/// <param name="Hash">The SHA-256 of its bytes, in hexadecimal.</param>
public sealed record ApplyFile(Node.Map Content, string Hash);
