namespace Bridge.GitLab.KeySets;

/// <summary>Why no key set came of one attempt, in words for an administrator; an address in them carries no credentials.</summary>
public sealed class UnusableKeySetException(string words, Exception? inner = null) : Exception(words, inner);
