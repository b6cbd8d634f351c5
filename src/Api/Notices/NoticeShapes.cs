using RelayKit.Api.Requests.Rules;
using RelayKit.Identifiers;
using RelayKit.Notices;

namespace RelayKit.Api.Notices;

/// <summary>Asks for a notice to be sent to every account.</summary>
/// <param name="Kind"><c>policy_change</c>.</param>
/// <param name="Subject">Its subject, on one line: 1 to 200 characters.</param>
/// <param name="Text">Its text, up to 64 KiB.</param>
/// <param name="EffectiveAt">From when on what it tells of holds.</param>
internal sealed record CreateNoticeRequest(
    [property: Needed("say what it is about"), OneOf(Notice.PolicyChange)] string? Kind,
    [property: Needed("give it a subject"), Title(200)] string? Subject,
    [property: Needed("write what changes"), FreeText(64 * 1024)] string? Text,
    [property: Needed("say from when on it holds")] DateTimeOffset? EffectiveAt);

/// <summary>A notice to every account.</summary>
/// <param name="Id"><c>ntc_…</c>.</param>
/// <param name="Kind"><c>policy_change</c>.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="EffectiveAt">From when on what it tells of holds.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="State"><c>sending</c> or <c>sent</c>.</param>
/// <param name="Sent">Accounts that it was sent to so far.</param>
/// <param name="FinishedAt">When it had been sent to every account; null before.</param>
internal sealed record NoticeResponse(
    string Id,
    string Kind,
    string Subject,
    DateTimeOffset EffectiveAt,
    DateTimeOffset CreatedAt,
    string State,
    long Sent,
    DateTimeOffset? FinishedAt)
{
    public static NoticeResponse Of(Notice notice) => new(
        PublicId.Format(PublicId.Notice, notice.Id),
        notice.Kind,
        notice.Subject,
        notice.EffectiveAt,
        notice.CreatedAt,
        notice.FinishedAt is null ? "sending" : "sent",
        notice.Sent,
        notice.FinishedAt);
}
