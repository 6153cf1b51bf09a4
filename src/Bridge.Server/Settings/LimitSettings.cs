namespace Bridge.Server.Settings;

/// <summary>What keeps one caller from using up what others need.</summary>
/// <param name="AddressPerMinute">Token requests of one client address a minute; 0 lifts the limit.</param>
/// <param name="FailuresPerMinute">Wrong credentials of administration of one client address a minute, before they are answered 429; 0 lifts the limit.</param>
public sealed record LimitSettings(int AddressPerMinute, int FailuresPerMinute);
