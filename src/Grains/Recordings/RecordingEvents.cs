using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Ledger;

namespace RelayKit.Recordings;

/// <summary>What the tenant's log is told of a recording. Each id follows from what happened, so that a repetition is no second event.</summary>
internal static class RecordingEvents
{
    public static EventRow Started(Recording recording) => Of(
        recording, recording.Purpose == RecordingPurpose.Recording ? TenantEventTypes.RecordingStarted : TenantEventTypes.StreamStarted, "");

    public static EventRow Updated(Recording recording) => Of(recording, UpdatedType(recording), $"{recording.Status.Word()} {recording.Fact?.UpdatedAtMs}");

    public static EventRow Ended(Recording recording)
    {
        var well = recording.Status is RecordingStatus.Complete or RecordingStatus.LimitReached;
        var type = (recording.Purpose, well) switch
        {
            (RecordingPurpose.Recording, true) => TenantEventTypes.RecordingCompleted,
            (RecordingPurpose.Recording, false) => TenantEventTypes.RecordingFailed,
            (_, true) => TenantEventTypes.StreamEnded,
            _ => TenantEventTypes.StreamFailed,
        };
        return Of(recording, type, recording.Status.Word());
    }

    public static EventRow FileChecked(Recording recording) => Of(recording, UpdatedType(recording), $"file {recording.File.Word()}");

    public static EventRow Rescued(Recording recording) => recording.File == RecordingFile.Present
        ? Of(recording, TenantEventTypes.RecordingRescued, "")
        : FileChecked(recording);

    private static string UpdatedType(Recording recording) =>
        recording.Purpose == RecordingPurpose.Recording ? TenantEventTypes.RecordingUpdated : TenantEventTypes.StreamUpdated;

    private static EventRow Of(Recording recording, string type, string what)
    {
        var atMs = recording.Fact is { UpdatedAtMs: > 0 } fact ? fact.UpdatedAtMs : recording.RequestedAt.ToUnixTimeMilliseconds();
        return new EventRow(
            FactId.Of(atMs, type, recording.Key.Tenant.Value, recording.PublicId, what), type, atMs, TenantEventData.Recording(recording));
    }
}
