using System.Globalization;
using RelayKit.RateLimiting;

namespace RelayKit.Api.RateLimiting;

/// <summary>
/// The response fields of draft-ietf-httpapi-ratelimit-headers-10: <c>RateLimit-Policy: "api";q=300;w=5</c> says what a limit is (<c>q</c> points
/// at once, which come back in <c>w</c> seconds), <c>RateLimit: "api";r=295;t=1</c> what is left of it (<c>r</c> points, all of them in
/// <c>t</c> seconds; on a refusal <c>t</c> is when to come again).
/// </summary>
internal sealed class RateLimitFields(string name, RateLimit limit)
{
    public const string PolicyHeader = "RateLimit-Policy";
    public const string Header = "RateLimit";

    public RateLimit Limit => limit;

    /// <summary>The policy; the same for all requests.</summary>
    public string Policy { get; } = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={limit.Burst};w={limit.WindowSeconds}");

    /// <summary>What is left.</summary>
    /// <param name="points">Points.</param>
    public string Left(long points) => Left(points, SecondsUntilFull(points));

    /// <summary>What is left, for somebody who was refused.</summary>
    /// <param name="points">Points.</param>
    /// <param name="retryAfterSeconds">When to come again.</param>
    public string Left(long points, long retryAfterSeconds) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={points};t={retryAfterSeconds}");

    /// <summary>Whole seconds, rounded up, 1 at the least: for <c>Retry-After</c>.</summary>
    public static int RetryAfterSeconds(TimeSpan wait) => (int)Math.Max(1, (wait.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);

    private long SecondsUntilFull(long points) => (Math.Max(0, limit.Burst - points) + limit.PerSecond - 1) / limit.PerSecond;
}
