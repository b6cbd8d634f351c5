using System.Globalization;

namespace RelayKit.Resend.Simulator;

/// <summary>How a simulated Resend behaves.</summary>
public sealed record ResendSimulatorOptions
{
    /// <summary>Where it listens. Default: a free port of this machine.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:0";

    /// <summary>The key that it takes. Default: any that begins with <c>re_</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Requests in a second, over which it answers 429. Default: 5, as Resend's.</summary>
    public int RequestsPerSecond { get; init; } = 5;

    /// <summary>Mails in a day (UTC), over which it answers 429. Default: as many as anybody likes.</summary>
    public int DailyQuota { get; init; } = int.MaxValue;

    /// <summary>Mails in a month (UTC), over which it answers 429. Default: as many as anybody likes.</summary>
    public int MonthlyQuota { get; init; } = int.MaxValue;

    /// <summary>Where its webhooks go; null for nowhere.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>What they are signed with: <c>whsec_</c> and base64.</summary>
    public string WebhookSecret { get; init; } = "whsec_c2ltdWxhdGVkIHNlY3JldCBvZiByZXNlbmQ=";

    /// <summary>Reads a command line's settings.</summary>
    public static ResendSimulatorOptions Read(IConfiguration settings)
    {
        var unless = new ResendSimulatorOptions();
        return new ResendSimulatorOptions
        {
            Urls = settings["urls"] ?? "http://127.0.0.1:7890",
            ApiKey = settings["api-key"],
            RequestsPerSecond = Number(settings["requests-per-second"], unless.RequestsPerSecond),
            DailyQuota = Number(settings["daily-quota"], unless.DailyQuota),
            MonthlyQuota = Number(settings["monthly-quota"], unless.MonthlyQuota),
            WebhookUrl = settings["webhook-url"] is { } url ? new Uri(url) : null,
            WebhookSecret = settings["webhook-secret"] ?? unless.WebhookSecret,
        };
    }

    private static int Number(string? text, int unless) => text is null ? unless : int.Parse(text, CultureInfo.InvariantCulture);
}
