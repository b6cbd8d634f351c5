using System.Collections.Immutable;
using RelayKit.Api.Authentication;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Recordings;

namespace RelayKit.Api.Recordings;

/// <summary>Reads which page of recordings or streams is asked for.</summary>
internal static class RecordingListRequest
{
    /// <summary>The query, for one more than is shown, so that it is known whether there is a next page; or the problem.</summary>
    public static (RecordingListQuery? Query, ProblemResult? Problem) Read(HttpContext context, RecordingPurpose purpose)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor", "room", "session_id", "status");
        var limit = PageRequest.ReadLimit(context, errors);
        var before = PageRequest.ReadCursor(context, RecordingKey.PrefixOf(purpose), errors);
        var room = PageRequest.ReadRoomName(context, "room", errors);
        var status = PageRequest.ReadWord(context, "status", errors, [.. RecordingWords.AllStatuses]);
        Guid? session = null;
        if (PageRequest.ReadText(context, "session_id") is { } text)
        {
            if (PublicId.TryParse(PublicId.Session, text, out var id))
            {
                session = id;
            }
            else
            {
                errors.Add("?session_id", "has to be the id of a session: ses_…");
            }
        }

        if (errors.Any)
        {
            return (null, errors.ToProblem());
        }

        var current = CurrentTenant.Of(context);
        return (new RecordingListQuery(
            current.Tenant, current.Mode, purpose, room, session, status is null ? null : RecordingWords.ParseStatus(status), limit + 1, before), null);
    }

    /// <summary>The cursor of the next page; null when this is the last.</summary>
    public static string? NextOf(RecordingListQuery query, ImmutableArray<Recording> page) =>
        page.Length == query.Limit ? page[^2].PublicId : null;
}
