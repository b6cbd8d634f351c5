using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Mail;

namespace RelayKit.Api.Mail;

/// <summary>Addresses to which mail has stopped: <c>/v1/operator/mail/suppressions</c>.</summary>
internal static class OperatorMailEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var suppressions = routes.MapGroup("/v1/operator/mail/suppressions")
            .AddEndpointFilter<OperatorKeyFilter>().TakeIdempotencyKeys().Audited().WithMetadata(RequiredKey.Operator);
        suppressions.MapGet("/", ListAsync).Describe(new RouteDoc(
            "listMailSuppressions",
            RouteTags.Operator,
            "List the addresses to which mail has stopped",
            "Since it bounced for good, was called spam, or the provider refuses to send there. The newest first. An address that no account and no invitation has any more is forgotten.")
        {
            Query = [QueryDoc.Limit, QueryDoc.Cursor],
            Answers = [new(200, typeof(Page<MailSuppressionResponse>), "A page of them.")],
        });
        suppressions.MapDelete("/{suppression}", LiftAsync).Describe(new RouteDoc(
            "liftMailSuppression",
            RouteTags.Operator,
            "Let mail go to an address again",
            "It goes there again for every tenant, until it bounces the next time. Where the provider has a list of its own, the address has to be taken off there too. What was not sent meanwhile is not sent now.")
        {
            Answers = [new(204, null, "Mail goes there again.")],
            Problems = [ProblemKinds.MailSuppressionNotFound],
        });
    }

    private static async Task<IResult> ListAsync(HttpContext context, IMailSuppressionStore store)
    {
        if (PageRequest.Refuse(context, PublicId.MailSuppression, out var limit, out var before) is { } problem)
        {
            return problem;
        }

        var found = await store.ListAsync(limit + 1, before, context.RequestAborted);
        return Results.Json(
            Page.OfOneMore(found, limit, PublicId.MailSuppression, static item => item.Id, MailSuppressionResponse.Of),
            ApiJson.Default.PageMailSuppressionResponse);
    }

    private static async Task<IResult> LiftAsync(string suppression, HttpContext context, IMailSuppressionStore store) =>
        PublicId.TryParse(PublicId.MailSuppression, suppression, out var id) && await store.LiftAsync(id, context.RequestAborted)
            ? Results.NoContent()
            : new ProblemResult(ProblemKinds.MailSuppressionNotFound, "There is no such suppression. List them with GET /v1/operator/mail/suppressions.");
}
