using System.Globalization;

namespace RelayKit.Mail.Resend;

/// <summary>What an answer of Resend's means, for the mail and for those after it.</summary>
/// <param name="Outcome">What came of the mail.</param>
/// <param name="PauseUntil">Until when nothing is to be sent at all; null for no pause.</param>
internal readonly record struct ResendClassification(MailOutcome Outcome, DateTimeOffset? PauseUntil = null)
{
    /// <summary>The longest wait that is kept to: a quota may be raised, and a header may be wrong.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);

    /// <summary>After a refusal that says nothing of how long.</summary>
    public static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    /// <summary>After a refusal of the key, which somebody has to mend.</summary>
    public static readonly TimeSpan UntilMended = TimeSpan.FromMinutes(5);

    /// <summary>How long the same request that is still being worked on may take.</summary>
    private static readonly TimeSpan StillRunning = TimeSpan.FromSeconds(5);

    /// <param name="answer">The answer.</param>
    /// <param name="now">When it came.</param>
    public static ResendClassification Of(ResendAnswer answer, DateTimeOffset now) => answer switch
    {
        { Status: null, IsUnsent: true } => new(MailOutcome.NotYet("Resend could not be reached.")),
        { Status: null } => new(MailOutcome.Unknown("Resend's answer was lost.")),
        { Status: >= 200 and < 300 } => new(MailOutcome.Taken, AfterTheLast(answer, now)),
        { Status: 429 } => Limited(answer, now),

        // It took this very mail before, in other words: a release or a setting between the two has changed them.
        { Status: 409, Error: "invalid_idempotent_request" } => new(MailOutcome.Taken),
        { Status: 409 } => new(MailOutcome.Unknown(Says(answer)) with { NotBefore = now + StillRunning }),
        { Status: 401 } or { Error: "missing_api_key" or "invalid_api_key" or "restricted_api_key" or "suspended_api_key" } => KeyRefused(answer, now),
        { Status: 403 or 404 or 405 } => new(MailOutcome.NotYet($"{Says(answer)} RelayKit__Resend__Url and the sender's domain at Resend have to be looked at.")),
        { Error: "invalid_from_address" } => new(MailOutcome.NotYet($"{Says(answer)} RelayKit__Mail__From has to be mended.")),
        { Status: 408 or >= 500 } => new(MailOutcome.Unknown(Says(answer))),
        _ => new(MailOutcome.Refused(Says(answer))),
    };

    private static ResendClassification Limited(ResendAnswer answer, DateTimeOffset now)
    {
        var until = Bounded(now, answer.Error switch
        {
            "daily_quota_exceeded" => Later(answer.RetryAfter, now, new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero)),
            "monthly_quota_exceeded" => Later(answer.RetryAfter, now, new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1)),
            _ => now + (answer.RetryAfter ?? answer.Reset ?? ShortPause),
        });
        return new(MailOutcome.NotYet(Says(answer), until), until);
    }

    /// <summary>A quota is over at the end of its day or month, in UTC, unless the header says when.</summary>
    private static DateTimeOffset Later(TimeSpan? retryAfter, DateTimeOffset now, DateTimeOffset end) => retryAfter is { } wait ? now + wait : end;

    /// <summary>No mail will be taken until somebody mends it; until then none is lost.</summary>
    private static ResendClassification KeyRefused(ResendAnswer answer, DateTimeOffset now) =>
        new(MailOutcome.NotYet($"{Says(answer)} RelayKit__Resend__ApiKey has to be mended.", now + UntilMended), now + UntilMended);

    /// <summary>The last request of a window was taken: the next would be refused.</summary>
    private static DateTimeOffset? AfterTheLast(ResendAnswer answer, DateTimeOffset now) =>
        answer is { Remaining: <= 0, Reset: { } reset } ? Bounded(now, now + reset) : null;

    private static DateTimeOffset Bounded(DateTimeOffset now, DateTimeOffset until) =>
        until <= now ? now + ShortPause : until > now + LongestPause ? now + LongestPause : until;

    /// <summary>The number and the error's name, of which nothing but letters is kept: what Resend says besides may quote the address.</summary>
    private static string Says(ResendAnswer answer)
    {
        var name = answer.Error is { } error ? string.Concat(error.Take(60).Where(static c => char.IsAsciiLetter(c) || c == '_')) : "";
        return string.Create(CultureInfo.InvariantCulture, $"Resend answered {answer.Status}{(name.Length > 0 ? $" ({name})" : "")}.");
    }
}
