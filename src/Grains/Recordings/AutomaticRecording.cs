using RelayKit.Identifiers;
using RelayKit.LiveKit;
using RelayKit.Tenants;

namespace RelayKit.Recordings;

/// <summary>When a session is recorded that nobody has asked to record, and how. Decides only; nobody is called.</summary>
internal static class AutomaticRecording
{
    /// <summary>How often a session's recording is begun anew when it fails.</summary>
    public const int MaxAttempts = 5;

    /// <summary>
    /// The recording of an attempt. Whoever begins it, and however often, means the same one; of all recordings it stands where its session began.
    /// </summary>
    public static RecordingKey KeyOf(RecordedSession session, int attempt)
    {
        var room = session.Room.Room;
        var id = FactId.Of(session.StartedAtMs, "recording.automatic", room.Tenant.Value, session.Session.ToString("N"), $"{attempt}");
        return new RecordingKey(room.Tenant, room.Mode, RecordingPurpose.Recording, id);
    }

    /// <summary>Which attempt is due; null when none is yet, or there have been enough.</summary>
    /// <param name="session">The session.</param>
    /// <param name="firstWait">How long the second attempt waits after the first has failed; each further one waits twice as long.</param>
    /// <param name="now">Now.</param>
    public static int? AttemptDue(UnrecordedSession session, TimeSpan firstWait, DateTimeOffset now)
    {
        if (session.Failures >= MaxAttempts)
        {
            return null;
        }

        var due = session.LastFailureAt + (firstWait * (1 << Math.Max(session.Failures - 1, 0)));
        return due > now ? null : session.Failures + 1;
    }

    /// <summary>Whether there is anything to record; a recording that waits for media in vain is given up by LiveKit.</summary>
    public static bool HasMedia(IEnumerable<LiveKitParticipant> participants) => participants.Any(static who => who.Tracks.Count > 0);

    /// <summary>What is recorded, within the tenant's limits.</summary>
    public static RecordingOrder OrderOf(RecordedSession session, TenantPolicy policy, int mostSeconds) => new()
    {
        Source = new RecordingSource
        {
            Kind = RecordingKind.RoomComposite,
            Room = session.Room,
            Session = session.Session,
            Layout = session.Rule.Layout ?? RecordingSource.DefaultLayout,
            AudioOnly = session.Rule.AudioOnly,
            VideoOnly = session.Rule.VideoOnly,
        },
        Cluster = session.Cluster,
        Format = session.Rule.Format,
        Preset = session.Rule.Preset,
        MaxSeconds = Math.Min(session.Rule.MaxSeconds ?? mostSeconds, mostSeconds),
        IsAutomatic = true,
        Limits = RecordingTerms.LimitsOf(policy, RecordingPurpose.Recording),
    };
}
