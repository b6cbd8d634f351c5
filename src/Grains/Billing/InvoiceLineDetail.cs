using System.Collections.Immutable;
using RelayKit.Ledger;

namespace RelayKit.Billing;

/// <summary>What a line of an invoice is added up from: the time of its sessions in the period, and adjustments beside them.</summary>
public sealed record InvoiceLineDetail
{
    /// <summary>A page of what was used.</summary>
    public required ImmutableArray<BilledSession> Sessions { get; init; }

    /// <summary>The place that the next page begins after; null on the last.</summary>
    public BilledPlace? Next { get; init; }

    /// <summary>Milliseconds in the period of all of them, those on other pages included, as the ledger has them now.</summary>
    public required long SessionsMs { get; init; }

    /// <summary>What the line has besides.</summary>
    public required ImmutableArray<LineAdjustment> Adjustments { get; init; }

    /// <summary>All of it together: what, rounded down once to whole minutes, is the line's quantity.</summary>
    public long TotalMs => SessionsMs + Adjustments.Sum(static adjustment => adjustment.Ms);
}

/// <summary>One participant session, recording or stream of a line.</summary>
public sealed record BilledSession
{
    /// <summary>The id of the participant session, or of the recording or stream.</summary>
    public required Guid Id { get; init; }

    /// <summary>The session that it was part of; null where it was of none.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>LiveKit's sid of the participant, or its id of the egress.</summary>
    public string? LiveKitId { get; init; }

    /// <summary>The room; null where there is none.</summary>
    public string? Room { get; init; }

    /// <summary>The participant's identity; null for a recording or stream.</summary>
    public string? Identity { get; init; }

    /// <summary>When it began, Unix milliseconds.</summary>
    public required long StartedAtMs { get; init; }

    /// <summary>When it ended, Unix milliseconds; null while it goes on.</summary>
    public long? EndedAtMs { get; init; }

    /// <summary>What of it lies in the period, in milliseconds.</summary>
    public required long BilledMs { get; init; }

    /// <summary>LiveKit's id of the event that told of the beginning; null where none did.</summary>
    public string? JoinEventId { get; init; }

    /// <summary>LiveKit's id of the event that told of the end; null where none did.</summary>
    public string? LeaveEventId { get; init; }

    /// <summary>What it rests on.</summary>
    public required Evidence Evidence { get; init; }
}

/// <summary>What a line has beside its sessions, and why.</summary>
/// <param name="Period">The closed period that it comes from or goes to, as <c>2026-11</c>.</param>
/// <param name="Ms">Milliseconds; below zero where they are taken off this line.</param>
/// <param name="Reason">Why.</param>
public sealed record LineAdjustment(string Period, long Ms, string Reason);
