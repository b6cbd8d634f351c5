namespace RelayKit.Retention;

/// <summary>What the run of a day has to remove.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="Now">When the run began: what says itself how long it holds, and holds no more by then, goes.</param>
public sealed record RetentionTask(DateOnly Day, DateTimeOffset Now)
{
    /// <summary>Usage from before this instant goes.</summary>
    public DateTimeOffset UsageBefore => RetentionRules.Before(RetentionClass.Usage, Day)!.Value;

    /// <summary>Logs from before this instant go.</summary>
    public DateTimeOffset LogsBefore => RetentionRules.Before(RetentionClass.Logs, Day)!.Value;

    /// <summary>Accounts that ended before this instant go.</summary>
    public DateTimeOffset AccountsBefore => RetentionRules.Before(RetentionClass.Account, Day)!.Value;

    /// <summary>The task of an instant.</summary>
    public static RetentionTask At(DateTimeOffset now) => new(DateOnly.FromDateTime(now.UtcDateTime), now);
}
