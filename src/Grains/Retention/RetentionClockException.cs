namespace RelayKit.Retention;

/// <summary>A clock is wrong, and by a wrong clock nothing is removed.</summary>
/// <param name="ours">This process's.</param>
/// <param name="theirs">PostgreSQL's.</param>
public sealed class RetentionClockException(DateTimeOffset ours, DateTimeOffset theirs) : Exception(
    $"Nothing is removed: this process's clock says {ours:u} and PostgreSQL's {theirs:u}. Set them right, or allow for it with RelayKit__Retention__ClockTolerance.");
