using System.Collections.Immutable;

namespace RelayKit.Billing;

/// <summary>What the reports of a tenant's meter in one period have come to.</summary>
/// <param name="LastSequence">The number of the last one; 0 for none.</param>
/// <param name="Reported">Minutes that they come to, without those that the provider has refused.</param>
/// <param name="Refused">Minutes that the provider has refused, and that are therefore reported again.</param>
/// <param name="Cancellable">Those that the provider could still forget, the newest first.</param>
public sealed record MeterHistory(int LastSequence, long Reported, long Refused, ImmutableArray<CancellableReport> Cancellable)
{
    /// <summary>Nothing was reported.</summary>
    public static readonly MeterHistory None = new(0, 0, 0, []);
}

/// <summary>A report that a provider has taken, and no other report has had forgotten.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Value">Its minutes.</param>
/// <param name="SentAt">When the first attempt to send it began: the provider took it then or later.</param>
public readonly record struct CancellableReport(int Sequence, long Value, DateTimeOffset SentAt);
