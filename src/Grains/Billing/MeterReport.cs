using RelayKit.Tenants;

namespace RelayKit.Billing;

/// <summary>A report of usage, as it is written down before anybody is told. It never changes; only what became of it does.</summary>
public sealed record MeterReport
{
    /// <summary>Which meter.</summary>
    public required BillingMeter Meter { get; init; }

    /// <summary>The day (UTC) that its period begins on.</summary>
    public required DateOnly Period { get; init; }

    /// <summary>Its number within tenant, meter and period: 1 for the first.</summary>
    public required int Sequence { get; init; }

    /// <summary>What it does.</summary>
    public required MeterReportKind Kind { get; init; }

    /// <summary>Minutes that it adds; below zero where it takes back.</summary>
    public required long Value { get; init; }

    /// <summary>All that was used in the period when it was made, what came late from earlier periods included; milliseconds.</summary>
    public required long CumulativeMs { get; init; }

    /// <summary>What of that came late: it was used in a period that had been closed. Milliseconds; below zero where too much had been billed.</summary>
    public required long LateMs { get; init; }

    /// <summary>The instant that it carries, in whole seconds, within the period.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Which earlier report it has forgotten; null unless it is a cancellation.</summary>
    public int? Cancels { get; init; }

    /// <summary>Why it is no plain addition; null where it is.</summary>
    public string? Reason { get; init; }

    /// <summary>What makes it this report and no other, wherever it goes.</summary>
    public MeterEventIdentifier IdentifierOf(TenantId tenant) => new(tenant, Meter.Word(), Period, Sequence);
}
