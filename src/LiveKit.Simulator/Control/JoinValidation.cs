using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Control;

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
        var token = context.Request.Query["access_token"].ToString();
        if (tokens.Verify(token, out var error) is not { } claims)
        {
            return Results.Text(token.Length == 0 ? "permissions denied" : error, statusCode: StatusCodes.Status401Unauthorized);
        }

        var room = claims.Room.Length > 0 ? claims.Room : context.Request.Query["room"].ToString();
        return JoinCheck.Refuse(claims, room) is { } refusal
            ? Results.Text(refusal.Text, statusCode: refusal.Status)
            : Results.Text("success");
    }
}
