using RelayKit.LiveKit.Simulator.Egress;
using RelayKit.LiveKit.Simulator.Faults;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>A script for egresses, out of a call's fields.</summary>
internal static class EgressScriptBody
{
    private const long MaxMs = 7L * 24 * 60 * 60 * 1000;
    private const long MaxSize = 1L << 42;

    public static EgressScript Read(ControlBody body) => new()
    {
        Start = body.Word("start", "ok", "ok", "answer_lost", "deadline_exceeded", "no_worker") switch
        {
            "answer_lost" => EgressStartFault.AnswerLost,
            "deadline_exceeded" => EgressStartFault.DeadlineExceeded,
            "no_worker" => EgressStartFault.NoWorker,
            _ => EgressStartFault.None,
        },
        StartDelay = Span(body, "start_delay_ms") ?? TimeSpan.Zero,
        EndingDelay = Span(body, "ending_delay_ms") ?? TimeSpan.Zero,
        SignalMissingAfter = Span(body, "start_signal_missing_after_ms"),
        Failure = Failure(body.Part("fail")),
        LimitAfter = Span(body, "limit_after_ms"),
        DeadAfter = Span(body, "dead_after_ms"),
        SkipStarted = body.Flag("skip_started", false),
        SkipActive = body.Flag("skip_active", false),
        SkipEnding = body.Flag("skip_ending", false),
        DuplicateEnded = body.Word("duplicate_ended", "no", "no", "same_id", "new_id") switch
        {
            "same_id" => WebhookFault.Duplicate,
            "new_id" => WebhookFault.DuplicateNewId,
            _ => null,
        },
        UploadFails = body.TextOrNull("upload_fails"),
        SizeBytes = body.Whole("size_bytes", 0, MaxSize, 0),
        Forget = body.Flag("forget", false),
    };

    private static EgressFailure? Failure(ControlBody? body)
    {
        if (body is null)
        {
            return null;
        }

        var failure = new EgressFailure(
            body.Text("error"),
            (int)body.Whole("code", 0, 599, 500),
            body.Word("at", "active", "starting", "active", "ending") switch
            {
                "starting" => EgressPhase.Starting,
                "ending" => EgressPhase.Ending,
                _ => EgressPhase.Active,
            },
            Span(body, "after_ms") ?? TimeSpan.Zero);
        body.NothingElse();
        return failure;
    }

    private static TimeSpan? Span(ControlBody body, string name) =>
        body.WholeOrNull(name, 0, MaxMs) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}
