using RelayKit.Outbox;

namespace RelayKit.Webhooks;

/// <summary>When webhooks that did not arrive are tried again: ten times within 75 h 35 m, each wait up to a tenth longer.</summary>
public static class WebhookSchedule
{
    /// <summary>The longest time that a receiver's Retry-After is followed.</summary>
    public static readonly TimeSpan MostPatience = TimeSpan.FromHours(24);

    /// <summary>What a receiver that is overloaded, and names no time, is spared at least.</summary>
    public static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(1);

    /// <summary>The waits after each try that failed.</summary>
    public static readonly RetrySchedule Retries = new(
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ]);

    /// <summary>The operator's own waits, or these.</summary>
    public static RetrySchedule Of(WebhookOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.RetrySeconds.Count == 0 ? Retries : new RetrySchedule([.. options.RetrySeconds.Select(static wait => TimeSpan.FromSeconds(wait))]);
    }

    /// <summary>What an answer makes of a delivery.</summary>
    /// <param name="status">The receiver's status; null where none came.</param>
    /// <param name="attempt">The how manieth try it was.</param>
    /// <param name="attempts">How many there are.</param>
    public static WebhookState StateAfter(int? status, int attempt, int attempts) => status switch
    {
        >= 200 and <= 299 => WebhookState.Delivered,
        410 => WebhookState.Gone,
        _ => attempt < attempts ? WebhookState.Retrying : WebhookState.Exhausted,
    };

    /// <summary>For how long a receiver is to be spared; null where the schedule alone decides.</summary>
    /// <param name="status">The receiver's status; null where none came.</param>
    /// <param name="retryAfter">What it asked for; null where it asked for nothing.</param>
    public static TimeSpan? NotBefore(int? status, TimeSpan? retryAfter) => (status, retryAfter) switch
    {
        (_, { } asked) when asked > TimeSpan.Zero => asked < MostPatience ? asked : MostPatience,
        (429 or 502 or 504, _) => LeastPatience,
        _ => null,
    };
}
