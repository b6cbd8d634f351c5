namespace RelayKit.Client;

/// <summary>What whoever has a label has used in a month, live mode only.</summary>
public sealed record LabelStatement
{
    /// <summary>The label, as <c>name=value</c>.</summary>
    public string Label { get; init; } = "";

    /// <summary>The month: <c>2026-11</c>.</summary>
    public string Month { get; init; } = "";

    /// <summary>The same by its instants.</summary>
    public BillingPeriod Period { get; init; } = new();

    /// <summary>Up to when it holds: the month's end, or when it was asked for.</summary>
    public DateTimeOffset UpTo { get; init; }

    /// <summary>Whether the month is over.</summary>
    public bool Complete { get; init; }

    /// <summary>Whole minutes of the kinds that are billed, rounded down once.</summary>
    public long BilledMinutes { get; init; }

    /// <summary>The same in milliseconds, not rounded.</summary>
    public long BilledMs { get; init; }

    /// <summary>By kind of participant.</summary>
    public IReadOnlyList<LabelStatementLine> Lines { get; init; } = [];

    /// <summary>By day (UTC), of the kinds that are billed.</summary>
    public IReadOnlyList<LabelStatementDay> Days { get; init; } = [];
}
