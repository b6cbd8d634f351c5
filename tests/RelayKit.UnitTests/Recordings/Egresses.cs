using System.Collections.Immutable;
using CsCheck;
using RelayKit.Recordings;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Recordings;

/// <summary>Egresses as LiveKit tells of them, and recordings that they are of.</summary>
internal static class Egresses
{
    public const long StartMs = 1_786_000_000_000;
    public const string Id = "EG_abcdefghijkl";

    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(StartMs);

    /// <summary>A legal life: the facts that LiveKit comes to know, the last of which is its end.</summary>
    public static readonly Gen<ImmutableArray<EgressFact>> Life = Gen.Select(
        Gen.Int[0, 5], Gen.Long[1, 100_000_000], Gen.Long[1, 10_000_000], Gen.Bool, Gen.Int[0, 3], (path, size, duration, backup, updates) => LifeOf(path, size, duration, backup, updates));

    public static EgressFact Starting => new() { EgressId = Id, Status = RecordingStatus.Starting, UpdatedAtMs = StartMs, StartedAtMs = StartMs };

    public static Recording Recording(RecordingKey? key = null) => new()
    {
        Key = key ?? new RecordingKey(new TenantId(Guid.CreateVersion7(Start)), Mode.Live, RecordingPurpose.Recording, Guid.CreateVersion7(Start)),
        Source = new RecordingSource { Kind = RecordingKind.RoomComposite, Layout = "grid" },
        Cluster = "default",
        Format = RecordingFormat.Mp4,
        Place = new FilePlace(Guid.CreateVersion7(Start), "bucket", "p/", "p/room/file.mp4"),
        RequestedAt = Start,
        MaxSeconds = 3600,
    };

    private static ImmutableArray<EgressFact> LifeOf(int path, long size, long duration, bool backup, int updates)
    {
        var facts = ImmutableArray.CreateBuilder<EgressFact>();
        var at = StartMs;
        facts.Add(Starting);
        EgressFact Next(RecordingStatus status) => new()
        {
            EgressId = Id,
            Status = status,
            UpdatedAtMs = at += 1000,
            StartedAtMs = StartMs + 500,
        };
        EgressFact Ended(RecordingStatus status, string? error, int code) => Next(status) with
        {
            EndedAtMs = at,
            Error = error,
            ErrorCode = code,
            SizeBytes = size,
            DurationMs = duration,
            IsInBackup = backup && status == RecordingStatus.Complete,
        };
        if (path is 0 or 1 or 4 or 5)
        {
            facts.AddRange(Enumerable.Range(0, updates + 1).Select(_ => Next(RecordingStatus.Active)));
        }

        if (path is 0 or 5)
        {
            facts.Add(Next(RecordingStatus.Ending));
        }

        facts.Add(path switch
        {
            0 => Ended(RecordingStatus.Complete, null, 0),
            1 => Ended(RecordingStatus.LimitReached, "Session limit reached", 413),
            2 => Ended(RecordingStatus.Aborted, "Start signal not received", 412) with { SizeBytes = null, DurationMs = null },
            3 => Ended(RecordingStatus.Failed, "track TR_x not found", 404) with { SizeBytes = null, DurationMs = null },
            _ => Ended(RecordingStatus.Failed, "S3 upload failed: access denied", 400) with { SizeBytes = null },
        });
        return facts.DrainToImmutable();
    }
}
