using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors of what only the operator calls.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind NoticeNotFound = new(
        "notice_not_found", Status404NotFound,
        "There is no notice of that id.",
        "List the notices with `GET /v1/operator/notices`.");

    public static readonly ProblemKind OutboxMessageNotFound = new(
        "outbox_message_not_found", Status404NotFound,
        "There is no parked message of that id.",
        "List the parked messages with `GET /v1/operator/outbox/messages`.");

    public static readonly ProblemKind MailSuppressionNotFound = new(
        "mail_suppression_not_found", Status404NotFound,
        "There is no address of that id to which mail has stopped.",
        "List the addresses with `GET /v1/operator/mail/suppressions`.");

    public static readonly ProblemKind AbuseIncidentNotFound = new(
        "abuse_incident_not_found", Status404NotFound,
        "No rule about abuse has acted under that id.",
        "List what the rules have done with `GET /v1/operator/abuse-incidents`.");
}
