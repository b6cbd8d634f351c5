namespace RelayKit.EndToEndTests.Recordings;

/// <summary>One way in which a recording ends, as LiveKit words it, and what is made of it.</summary>
/// <param name="Name">Its name in a failure.</param>
/// <param name="Status">The status that it leads to.</param>
/// <param name="Code">LiveKit's number; 0 when nothing went wrong.</param>
/// <param name="Error">LiveKit's text; null when nothing went wrong.</param>
internal sealed record RecordingEnding(string Name, string Status, int Code, string? Error)
{
    /// <summary>All ends that LiveKit tells of.</summary>
    public static readonly IReadOnlyList<RecordingEnding> All =
    [
        new("stopped", "complete", 0, null) { ActAsync = static (room, id, _) => room.StopAsync(id) },
        new("its source is gone", "complete", 0, null) { ActAsync = static (room, id, kind) => CloseSourceAsync(room, id, kind) },
        new("at its limit", "limit_reached", 413, "Session limit reached") { ActAsync = static (room, id, _) => room.ActAsync("limit", id) },
        new("fails", "failed", 500, "pipeline frozen") { ActAsync = static (room, id, _) => room.ActAsync("fail", id) },
        new("its upload fails", "failed", 400, "S3 upload failed: AccessDenied")
        {
            Script = new() { ["upload_fails"] = "AccessDenied" },
            ActAsync = static (room, id, _) => room.StopAsync(id),
        },
        new("stopped before it began", "aborted", 412, "Stop called before pipeline could start")
        {
            Script = new() { ["start_delay_ms"] = 3_600_000 },
            BeginsNever = true,
            ActAsync = static (room, id, _) => room.StopAsync(id),
        },
        new("no start signal", "aborted", 412, "Start signal not received")
        {
            Script = new() { ["start_signal_missing_after_ms"] = 500 },
            BeginsNever = true,
        },
    ];

    /// <summary>How its egress is to go; null for well.</summary>
    public Dictionary<string, object>? Script { get; private init; }

    /// <summary>Whether nothing is ever recorded.</summary>
    public bool BeginsNever { get; private init; }

    /// <summary>What ends it, given the room, the recording and its kind; by itself where nothing does.</summary>
    public Func<RecordedRoom, string, string, Task> ActAsync { get; private init; } = static (_, _, _) => Task.CompletedTask;

    /// <summary>Whether a file was written.</summary>
    public bool HasFile => Status is "complete" or "limit_reached";

    /// <summary>The event that tells of it.</summary>
    public string Event => HasFile ? "recording.completed" : "recording.failed";

    /// <summary>What a kind takes its media from ends; afterwards it is there again.</summary>
    private static async Task CloseSourceAsync(RecordedRoom room, string id, string kind)
    {
        switch (kind)
        {
            case "participant":
                await room.Room.LeaveAsync(RecordedRoom.Identity);
                break;
            case "track_composite":
                foreach (var track in new[] { room.Camera, room.Microphone })
                {
                    await room.Tenant.Stack.Simulator.PostAsync(
                        "/sim/unpublish", new { room = await room.Room.LiveKitNameAsync(), identity = RecordedRoom.Identity, track_sid = track });
                }

                break;
            default:
                // Nobody closes a page; and with a room, the next recording would have nowhere to start.
                await room.ActAsync("finish", id);
                return;
        }

        await room.HasStatusAsync(id, "complete");
        await room.EnterAsync();
    }
}
