namespace Bridge.Keys;

/// <summary>A private key cannot be unwrapped with the key-encryption key that the settings name.</summary>
public sealed class KeyEncryptionException(string message) : Exception(message);
