using Google.Protobuf;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Twirp;

/// <summary>
/// <c>POST /twirp/livekit.RoomService/{method}</c>, in the server's order: token, body, grant, then the method itself.
/// </summary>
internal static class TwirpEndpoint
{
    private const string Service = "livekit.RoomService";
    private const string Protobuf = "application/protobuf";
    private const string Json = "application/json";
    private const string BearerPrefix = "Bearer ";

    public static void Map(IEndpointRouteBuilder routes) => routes.Map("/twirp/{**path}", HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, TokenVerifier tokens, RoomService service)
    {
        var (claims, refused) = Authenticate(context, tokens);
        if (refused is not null)
        {
            return Results.Text(refused, statusCode: StatusCodes.Status401Unauthorized);
        }

        var contentType = context.Request.ContentType?.Split(';')[0].Trim();
        if (context.Request.Method != "POST" || contentType is not (Protobuf or Json)
            || !context.Request.Path.StartsWithSegments($"/twirp/{Service}", out var rest)
            || service.Find(rest.Value?.TrimStart('/') ?? "") is not { } method)
        {
            return TwirpError.Of(
                "bad_route",
                $"no handler for path {context.Request.Path}",
                new Dictionary<string, string> { ["twirp_invalid_route"] = $"{context.Request.Method} {context.Request.Path}" });
        }

        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body);
            var request = Read(method, body, contentType);
            if (!method.Allows(claims, request))
            {
                return TwirpError.Of("unauthenticated", "permissions denied");
            }

            return Write(method.Handle(request), contentType);
        }
        catch (BadHttpRequestException tooLarge)
        {
            return Results.Text("http: request body too large", statusCode: tooLarge.StatusCode);
        }
        catch (InvalidProtocolBufferException)
        {
            return TwirpError.Of("malformed", $"the {(contentType == Json ? "json" : "protobuf")} request could not be decoded");
        }
        catch (NodeException refusal)
        {
            return TwirpError.Of(refusal.Code, refusal.Message, refusal.Meta);
        }
    }

    private static (TokenClaims? Claims, string? Refused) Authenticate(HttpContext context, TokenVerifier tokens)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var token = context.Request.Query["access_token"].ToString();
        if (header.Length > 0)
        {
            if (!header.StartsWith(BearerPrefix, StringComparison.Ordinal))
            {
                return (null, "invalid authorization header. Must start with Bearer ");
            }

            token = header[BearerPrefix.Length..];
        }

        if (token.Length == 0)
        {
            return (null, null);
        }

        var claims = tokens.Verify(token, out var error);
        return (claims, claims is null ? error : null);
    }

    private static IMessage Read(RoomMethod method, MemoryStream body, string contentType)
    {
        if (contentType == Json)
        {
            return WireJson.Parser.Parse(System.Text.Encoding.UTF8.GetString(body.ToArray()), method.RequestType);
        }

        body.Position = 0;
        return method.RequestType.Parser.ParseFrom(body);
    }

    private static IResult Write(IMessage response, string contentType) => contentType == Json
        ? Results.Text(WireJson.Formatter.Format(response), Json)
        : Results.Bytes(response.ToByteArray(), Protobuf);
}
