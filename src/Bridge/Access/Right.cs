namespace Bridge.Access;

/// <summary>What a caller of the administration may do; each includes those before it. No right at all is no member, so that nothing unset is one.</summary>
public enum Right
{
    /// <summary>Look at the configuration and the records.</summary>
    Read = 1,

    /// <summary>Change sub components, rules and mappings.</summary>
    Write,

    /// <summary>Change all the rest: issuers, relying parties, locks, confirmations, keys, clients, tokens and people.</summary>
    Admin,
}
