using System.Collections.Immutable;
using RelayKit.Ledger;

namespace RelayKit.Recordings;

/// <summary>What facts make of a recording, and what the tenant is told of it.</summary>
internal static class RecordingState
{
    /// <summary>Takes a fact in; null when it says nothing more than what is known.</summary>
    public static Recording? Apply(Recording recording, EgressFact fact)
    {
        if (!fact.SaysMoreThan(recording.Fact))
        {
            return null;
        }

        var next = recording with { Fact = fact, MissedSince = null };
        return fact.IsFinal && recording.File is RecordingFile.None or RecordingFile.Pending
            ? next with { File = FileAfter(next, fact) }
            : next;
    }

    /// <summary>What the tenant's log gains by a change.</summary>
    public static ImmutableArray<EventRow> Events(Recording before, Recording after)
    {
        var events = ImmutableArray.CreateBuilder<EventRow>();
        if (after.EgressId is not null && before.EgressId is null && !after.IsFinal)
        {
            events.Add(RecordingEvents.Started(after));
        }

        if (after.IsFinal && (!before.IsFinal || before.Status != after.Status))
        {
            events.Add(RecordingEvents.Ended(after));
        }
        else if (after.Fact != before.Fact && before.EgressId is not null && !after.IsFinal)
        {
            events.Add(RecordingEvents.Updated(after));
        }

        if (after.File != before.File && before.File is RecordingFile.Pending or RecordingFile.Rescued && after.File != RecordingFile.Deleted)
        {
            events.Add(before.File == RecordingFile.Rescued ? RecordingEvents.Rescued(after) : RecordingEvents.FileChecked(after));
        }

        return events.DrainToImmutable();
    }

    /// <summary>What was written is looked for, also after an end at a limit; a failure may have left a file in the backup storage.</summary>
    private static RecordingFile FileAfter(Recording recording, EgressFact fact) =>
        recording.Place is null ? RecordingFile.None
        : fact.IsInBackup ? RecordingFile.Rescued
        : fact.Status is RecordingStatus.Complete or RecordingStatus.LimitReached ? RecordingFile.Pending
        : RecordingFile.None;
}
