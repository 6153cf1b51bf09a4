using Bridge.Server.Protocol;
using Bridge.Server.Settings;

namespace Bridge.Server.Admin.SignIn;

/// <summary>Limits how often one address tries: before anything of the attempt is looked at.</summary>
internal sealed class GuessLimiter(BridgeSettings settings, TimeProvider time)
{
    private readonly AddressLimiter limiter = new(settings.Limits.FailuresPerMinute, time);

    public bool May(HttpContext context)
    {
        if (limiter.TryTake(ClientAddress.Of(context), out var retryAfter))
            return true;
        context.Response.Headers.RetryAfter = ((int)Math.Ceiling(retryAfter.TotalSeconds)).ToString();
        return false;
    }
}
