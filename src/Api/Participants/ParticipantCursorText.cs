using RelayKit.Identifiers;
using RelayKit.Sessions;

namespace RelayKit.Api.Participants;

/// <summary>A place in the list of who has left a room: the session's id and the participant session's.</summary>
internal static class ParticipantCursorText
{
    public static string Write(ParticipantCursor cursor) =>
        $"{PublicId.Format(PublicId.Session, cursor.SessionId)}.{PublicId.Format(PublicId.ParticipantSession, cursor.ParticipantId)}";

    public static bool TryParse(string text, out ParticipantCursor? cursor)
    {
        cursor = null;
        var parts = text.Split('.');
        if (parts.Length != 2
            || !PublicId.TryParse(PublicId.Session, parts[0], out var session)
            || !PublicId.TryParse(PublicId.ParticipantSession, parts[1], out var participant))
        {
            return false;
        }

        cursor = new ParticipantCursor(session, participant);
        return true;
    }
}
