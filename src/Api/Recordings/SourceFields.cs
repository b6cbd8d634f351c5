using RelayKit.Api.Requests;
using RelayKit.Recordings;
using RelayKit.Rooms;

namespace RelayKit.Api.Recordings;

/// <summary>What is wrong with a source's fields together, and what they mean.</summary>
internal static class SourceFields
{
    /// <summary>What a request records.</summary>
    public static RecordingKind KindOf(ISourceFields fields) => fields.Kind is { } kind ? RecordingWords.ParseKind(kind) : RecordingKind.RoomComposite;

    /// <summary>Adds all that does not go together.</summary>
    public static void Check(ISourceFields fields, FieldErrors errors)
    {
        if (fields.Kind is { } word && !RecordingWords.AllKinds.Contains(word))
        {
            return;
        }

        var kind = KindOf(fields);
        CheckRoom(fields, kind, errors);
        Only(kind == RecordingKind.RoomComposite, fields.Layout, "/layout", "room_composite", errors);
        Only(kind == RecordingKind.Participant, fields.ScreenShare, "/screen_share", "participant", errors);
        Only(kind == RecordingKind.TrackComposite, fields.AudioTrackId, "/audio_track_id", "track_composite", errors);
        Only(kind == RecordingKind.TrackComposite, fields.VideoTrackId, "/video_track_id", "track_composite", errors);
        Only(kind == RecordingKind.WebPage, fields.AwaitStartSignal, "/await_start_signal", "web_page", errors);
        Only(kind is RecordingKind.RoomComposite or RecordingKind.WebPage, fields.AudioOnly, "/audio_only", "room_composite and web_page", errors);
        Only(kind is RecordingKind.RoomComposite or RecordingKind.WebPage, fields.VideoOnly, "/video_only", "room_composite and web_page", errors);
        if (fields is { AudioOnly: true, VideoOnly: true })
        {
            errors.Add("/video_only", "leaves nothing together with audio_only");
        }

        Needed(kind == RecordingKind.Participant, fields.Identity, "/identity", "name the participant", errors);
        if (kind == RecordingKind.TrackComposite && fields.AudioTrackId is null && fields.VideoTrackId is null)
        {
            errors.Add("/audio_track_id", "name the audio track, the video track, or both");
        }

        Needed(kind == RecordingKind.WebPage, fields.PageUrl, "/page_url", "give the page's address", errors);
        if (fields.PageUrl is { } url && (!Uri.TryCreate(url, UriKind.Absolute, out var page) || page.Scheme is not ("https" or "http") || page.UserInfo.Length > 0))
        {
            errors.Add("/page_url", "has to be an http or https address without user and password");
        }
    }

    /// <summary>What is recorded, in a room's session where it is of a room.</summary>
    public static RecordingSource ToSource(ISourceFields fields, Room? room) => new()
    {
        Kind = KindOf(fields),
        Room = room?.LiveKitName,
        Session = room?.SessionId,
        Layout = KindOf(fields) == RecordingKind.RoomComposite ? fields.Layout ?? RecordingSource.DefaultLayout : "",
        AudioOnly = fields.AudioOnly ?? false,
        VideoOnly = fields.VideoOnly ?? false,
        Identity = fields.Identity,
        ScreenShare = fields.ScreenShare ?? false,
        AudioTrackSid = fields.AudioTrackId,
        VideoTrackSid = fields.VideoTrackId,
        Url = fields.PageUrl,
        AwaitStartSignal = fields.AwaitStartSignal ?? false,
    };

    private static void CheckRoom(ISourceFields fields, RecordingKind kind, FieldErrors errors)
    {
        if (kind == RecordingKind.WebPage)
        {
            Only(false, fields.Room, "/room", "room_composite, participant and track_composite", errors);
            Only(false, fields.Identity, "/identity", "participant", errors);
        }
        else
        {
            Needed(true, fields.Room, "/room", "name the room", errors);
            Only(kind == RecordingKind.Participant, fields.Identity, "/identity", "participant", errors);
            Only(false, fields.PageUrl, "/page_url", "web_page", errors);
        }
    }

    private static void Only(bool applies, object? given, string pointer, string kinds, FieldErrors errors)
    {
        if (!applies && given is not null)
        {
            errors.Add(pointer, $"is only for {kinds}; leave it out");
        }
    }

    private static void Needed(bool applies, string? given, string pointer, string mend, FieldErrors errors)
    {
        if (applies && given is null)
        {
            errors.Add(pointer, $"is missing: {mend}");
        }
    }
}
