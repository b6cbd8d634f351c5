using RelayKit.Api.Recordings;
using RelayKit.Api.Requests;
using RelayKit.Recordings;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Api.Rooms;

/// <summary>From a request's fields to how a room is recorded.</summary>
internal static class RoomRecordingMapping
{
    /// <summary>How it is recorded; null where the request says nothing of it.</summary>
    public static RoomRecording? ToSettings(RoomRecordingRequest? asked) => asked is null ? null : new RoomRecording
    {
        IsOff = asked.Enabled == false,
        Layout = asked.Layout == RecordingSource.DefaultLayout ? null : asked.Layout,
        AudioOnly = asked.AudioOnly ?? false,
        VideoOnly = asked.VideoOnly ?? false,
        Format = RecordingFormats.Of(asked.Format, asked.AudioOnly ?? false),
        Preset = PresetAttribute.NumberOf(asked.Preset),
        MaxSeconds = asked.MaxDurationSeconds,
        ConsentConfirmed = asked.ConsentConfirmed ?? false,
    };

    /// <summary>Adds what does not go together.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <param name="pointer">Where it stands in the body.</param>
    /// <param name="errors">Gains what is wrong.</param>
    public static void Check(RoomRecordingRequest? asked, string pointer, FieldErrors errors)
    {
        if (asked is null)
        {
            return;
        }

        if (asked is { AudioOnly: true, VideoOnly: true })
        {
            errors.Add($"{pointer}/video_only", "leaves nothing together with audio_only");
        }

        RecordingFormats.Check(asked.Format, asked.AudioOnly ?? false, $"{pointer}/format", errors);
    }

    /// <summary>That nobody has said that all have agreed, where that has to be said; else null.</summary>
    public static Error? Refusal(RoomRecording? recording, TenantSettings settings) =>
        recording is { IsOff: false } ? RecordingTerms.ConsentRefusal(settings, recording.ConsentConfirmed, "record.consent_confirmed") : null;
}
