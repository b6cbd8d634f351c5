using System.Collections.Immutable;
using RelayKit.Limits;

namespace RelayKit.Usage;

/// <summary>A look at a tenant's meter.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.UsageReading")]
public sealed record UsageReading
{
    /// <summary>
    /// The instant that it holds for, Unix milliseconds: now, or the latest instant that LiveKit has told of where LiveKit's
    /// clock is ahead of ours.
    /// </summary>
    [Id(0)]
    public required long AsOfMs { get; init; }

    /// <summary>The period that it counts in.</summary>
    [Id(1)]
    public required UsagePeriod Period { get; init; }

    /// <summary>Connected milliseconds by <see cref="ParticipantClass"/>, in its order.</summary>
    [Id(2)]
    public required ImmutableArray<long> UsedMs { get; init; }

    /// <summary>How many are connected by <see cref="ParticipantClass"/>, in its order.</summary>
    [Id(3)]
    public required ImmutableArray<long> Active { get; init; }

    /// <summary>Sessions that go on.</summary>
    [Id(4)]
    public required int ActiveSessions { get; init; }

    /// <summary>What of <see cref="UsedMs"/> rests on looks at LiveKit, by class; null from a release that does not tell it apart.</summary>
    [Id(5)]
    public ImmutableArray<long>? ReconciledMs { get; init; }

    /// <summary>What of <see cref="UsedMs"/> rests on neither LiveKit's word nor a look, by class; null as above.</summary>
    [Id(6)]
    public ImmutableArray<long>? PresumedMs { get; init; }

    /// <summary>Connected milliseconds of the classes that are billed.</summary>
    public long BilledMs => Billed(UsedMs);

    /// <summary>How many are connected of the classes that are billed.</summary>
    public long BilledActive => Billed(Active);

    /// <summary>
    /// When the classes that are billed will have used so many milliseconds, if nothing changes: Unix milliseconds, within the period. Null where that is
    /// never, or already so.
    /// </summary>
    public long? ReachesMs(long ms)
    {
        var line = new UsageLine(BilledMs, BilledActive, BilledActive * AsOfMs);
        return line.UsedAt(AsOfMs) < ms && Crossing.Of(line, ms, AsOfMs) is { } atMs && atMs < Period.EndMs ? atMs : null;
    }

    /// <summary>The sum over the classes that are billed.</summary>
    /// <param name="byClass">By <see cref="ParticipantClass"/>, in its order.</param>
    public static long Billed(ImmutableArray<long> byClass)
    {
        var sum = 0L;
        for (var i = 0; i < ParticipantClasses.Count; i++)
        {
            sum += ((ParticipantClass)i).IsBilled() ? byClass[i] : 0;
        }

        return sum;
    }
}
