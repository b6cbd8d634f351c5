namespace RelayKit.LiveKit.Simulator.Tokens;

/// <summary><c>GET /rtc/validate</c>: whether a token would be let in, in plain text.</summary>
internal static class JoinValidation
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/rtc/validate", Validate);
        routes.MapGet("/rtc/v1/validate", Validate);
    }

    private static IResult Validate(HttpContext context, TokenVerifier tokens)
    {
        if (RequestToken.Read(context.Request, tokens, out var refused) is not { } claims)
        {
            return Results.Text(refused ?? "permissions denied", statusCode: StatusCodes.Status401Unauthorized);
        }

        var room = claims.Room.Length > 0 ? claims.Room : context.Request.Query["room"].ToString();
        return JoinCheck.Refuse(claims, room) is { } refusal
            ? Results.Text(refusal.Text, statusCode: refusal.Status)
            : Results.Text("success");
    }
}
