using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Egress;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>An egress as the control interface tells it: how it really stands beside how the server knows it.</summary>
internal static class EgressTruth
{
    public static object Of(SimulatedEgress egress, DateTimeOffset now) => new
    {
        EgressId = egress.Id,
        egress.Request.Kind,
        Room = egress.Info.RoomName,
        egress.RoomSid,
        egress.Layout,
        egress.Request.AudioOnly,
        egress.Request.VideoOnly,
        Paths = egress.Request.Files.Select(static file => file.Filepath).Concat(egress.Request.Segments.Select(static segments => segments.FilenamePrefix)).ToList(),
        State = egress.IsDead ? "dead" : NameOf(egress.Info),
        ListedState = NameOf(egress.Stored),
        Listed = egress.IsListed,
        AcceptedAtMs = egress.AcceptedAt.ToUnixTimeMilliseconds(),
        ActiveAtMs = egress.ActiveAt?.ToUnixTimeMilliseconds(),
        ClosedAtMs = egress.ClosedAt?.ToUnixTimeMilliseconds(),
        EndedAtMs = egress.Info.EndedAt > 0 ? egress.Info.EndedAt / 1_000_000 : (long?)null,
        DurationMs = (long)egress.Recorded(now).TotalMilliseconds,
        egress.Info.Error,
        egress.Info.ErrorCode,
        egress.Info.Details,
        egress.Info.BackupStorageUsed,
        Recorder = egress.HasJoined,
        Uploaded = egress.Uploaded.Select(file => new { file.Bucket, file.Key, file.SizeBytes, file.Sha256, file.Backup }).ToList(),
        Streams = egress.Info.StreamResults.Select((stream, index) => new
        {
            Url = egress.Urls[index] ?? stream.Url,
            State = stream.Status.ToString().ToLowerInvariant(),
            stream.Error,
        }).ToList(),
        Told = egress.Told.ToList(),
    };

    private static string NameOf(EgressInfo info) => EgressWorker.NameOf(info.Status)["EGRESS_".Length..].ToLowerInvariant();
}
