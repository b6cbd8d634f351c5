using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Notices;

namespace RelayKit.Api.Notices;

/// <summary>Messages to everybody who has an account: <c>/v1/operator/notices</c>.</summary>
internal static class NoticeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var notices = routes.MapGroup("/v1/operator/notices").AddEndpointFilter<OperatorKeyFilter>().TakeIdempotencyKeys().Audited().WithMetadata(RequiredKey.Operator);
        notices.MapPost("/", CreateAsync).Describe(new RouteDoc(
            "createNotice",
            RouteTags.Operator,
            "Tell every account of a change",
            "Mails it to every account of every tenant in the background, once each, also where a process dies on the way. Accounts that are made meanwhile get it too.")
        {
            Body = typeof(CreateNoticeRequest),
            Example = """{"kind": "policy_change", "subject": "Our privacy policy changes", "text": "From January on we keep request logs for 14 days.", "effective_at": "2027-01-01T00:00:00Z"}""",
            Answers = [new(202, typeof(NoticeResponse), "It is being sent.")],
        });
        notices.MapGet("/", ListAsync).Describe(new RouteDoc("listNotices", RouteTags.Operator, "List notices", "The newest first.")
        {
            Query = [QueryDoc.Limit, QueryDoc.Cursor],
            Answers = [new(200, typeof(Page<NoticeResponse>), "A page of notices.")],
        });
        notices.MapGet("/{notice}", GetAsync).Describe(new RouteDoc("getNotice", RouteTags.Operator, "Get a notice", "How far it is.")
        {
            Answers = [new(200, typeof(NoticeResponse), "The notice.")],
            Problems = [ProblemKinds.NoticeNotFound],
        });
    }

    private static async Task<IResult> CreateAsync(HttpContext context, INoticeStore store, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.CreateNoticeRequest, static (asked, errors) =>
        {
            if (asked.Subject?.Any(char.IsControl) ?? false)
            {
                errors.Add("/subject", "has to be one line, without control characters");
            }
        });
        if (request is null)
        {
            return problem!;
        }

        var notice = await store.AddAsync(
            new Notice
            {
                Id = IdempotentRequest.Of(context, time).Id("notice"),
                Kind = request.Kind!,
                Subject = request.Subject!,
                Text = request.Text!,
                EffectiveAt = request.EffectiveAt!.Value,
                CreatedAt = time.GetUtcNow(),
            },
            context.RequestAborted);
        return Results.Json(NoticeResponse.Of(notice), ApiJson.Default.NoticeResponse, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync(HttpContext context, INoticeStore store)
    {
        if (PageRequest.Refuse(context, PublicId.Notice, out var limit, out var before) is { } problem)
        {
            return problem;
        }

        var found = await store.ListAsync(limit + 1, before, context.RequestAborted);
        return Results.Json(
            Page.OfOneMore(found, limit, PublicId.Notice, static item => item.Id, NoticeResponse.Of),
            ApiJson.Default.PageNoticeResponse);
    }

    private static async Task<IResult> GetAsync(string notice, HttpContext context, INoticeStore store) =>
        PublicId.TryParse(PublicId.Notice, notice, out var id) && await store.FindAsync(id, context.RequestAborted) is { } found
            ? Results.Json(NoticeResponse.Of(found), ApiJson.Default.NoticeResponse)
            : new ProblemResult(ProblemKinds.NoticeNotFound, "There is no such notice. List them with GET /v1/operator/notices.");
}
