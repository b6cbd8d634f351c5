using RelayKit.Api.Requests;
using RelayKit.Recordings;

namespace RelayKit.Api.Recordings;

/// <summary>Which form a recording's file has.</summary>
internal static class RecordingFormats
{
    /// <summary>The one that is asked for, else <c>mp4</c>, and <c>ogg</c> where there is no video.</summary>
    public static RecordingFormat Of(string? word, bool isAudioOnly) =>
        word is not null ? RecordingWords.ParseFormat(word) : isAudioOnly ? RecordingFormat.Ogg : RecordingFormat.Mp4;

    /// <summary>Adds that a form has no video, where there is some.</summary>
    public static void Check(string? word, bool isAudioOnly, string pointer, FieldErrors errors)
    {
        if (word is "ogg" or "mp3" && !isAudioOnly)
        {
            errors.Add(pointer, "has no video: set audio_only, or take mp4");
        }
    }
}
