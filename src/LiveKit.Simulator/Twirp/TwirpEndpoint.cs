using System.Text;
using Google.Protobuf;
using RelayKit.LiveKit.Simulator.Egress;
using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;
using RelayKit.LiveKit.Simulator.Truth;

namespace RelayKit.LiveKit.Simulator.Twirp;

/// <summary>
/// <c>POST /twirp/{service}/{method}</c>, in the server's order: token, route, body, limits, grant, then the method itself.
/// </summary>
internal static class TwirpEndpoint
{
    private const string Prefix = "/twirp/";
    private const string Protobuf = "application/protobuf";
    private const string Json = "application/json";

    public static void Map(IEndpointRouteBuilder routes) => routes.Map("/twirp/{**path}", HandleAsync);

    private static async Task<IResult> HandleAsync(
        HttpContext context, TokenVerifier tokens, IEnumerable<ITwirpService> services, SimulatedCluster cluster, ApiOutage outage)
    {
        if (TurnedAway(context, outage) is { } turnedAway)
        {
            return turnedAway;
        }

        Look? look = null;
        var result = await AnswerAsync(context, tokens, services, seen => look = seen);
        if (!await outage.HoldAnswerAsync(context.RequestAborted))
        {
            return Results.Empty;
        }

        cluster.Answered(look);
        return result;
    }

    /// <param name="context">The call.</param>
    /// <param name="tokens">Checks its token.</param>
    /// <param name="services">Do what it asks for.</param>
    /// <param name="looked">Told what the answer shows of who is there.</param>
    private static async Task<IResult> AnswerAsync(HttpContext context, TokenVerifier tokens, IEnumerable<ITwirpService> services, Action<Look?> looked)
    {
        var claims = RequestToken.Read(context.Request, tokens, out var refused);
        if (refused is not null)
        {
            return Results.Text(refused, statusCode: StatusCodes.Status401Unauthorized);
        }

        if (BadRoute(context.Request, services, out var method, out var contentType) is { } reason)
        {
            return TwirpError.Of("bad_route", reason, new Dictionary<string, string>
            {
                ["twirp_invalid_route"] = $"{context.Request.Method} {context.Request.Path}",
            });
        }

        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var request = Read(method!, body, contentType);
            method!.Check(request);
            if (!method.Allows(claims, request))
            {
                return TwirpError.Of("unauthenticated", "permissions denied");
            }

            var answer = await method.HandleAsync(request, context.RequestAborted);
            looked(answer.Look);
            return Write(answer.Message, contentType);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Results.Text("http: request body too large", statusCode: tooLarge.StatusCode);
        }
        catch (Exception undecodable) when (undecodable is InvalidProtocolBufferException or InvalidJsonException)
        {
            return TwirpError.Of("malformed", $"the {(contentType == Json ? "json" : "protobuf")} request could not be decoded");
        }
        catch (AnswerLostException)
        {
            context.Abort();
            return Results.Empty;
        }
        catch (NodeException refusal)
        {
            return TwirpError.Of(refusal.Code, refusal.Message, refusal.Meta);
        }
    }

    private static IResult? TurnedAway(HttpContext context, ApiOutage outage)
    {
        var kind = outage.Kind;
        if (kind == OutageKind.None)
        {
            return null;
        }

        outage.CountTurnedAway();
        if (kind == OutageKind.Unavailable)
        {
            return TwirpError.Of("unavailable", "no response from servers");
        }

        context.Abort();
        return Results.Empty;
    }

    private static string? BadRoute(HttpRequest request, IEnumerable<ITwirpService> services, out TwirpMethod? method, out string contentType)
    {
        var path = request.Path.Value!;
        method = Find(path, services);
        contentType = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        return request.Method != "POST" ? $"unsupported method \"{request.Method}\" (only POST is allowed)"
            : method is null ? $"no handler for path \"{path}\""
            : contentType is not (Protobuf or Json) ? $"unexpected Content-Type: \"{request.ContentType}\""
            : null;
    }

    private static TwirpMethod? Find(string path, IEnumerable<ITwirpService> services)
    {
        var slash = path.LastIndexOf('/');
        return path.StartsWith(Prefix, StringComparison.Ordinal) && slash > Prefix.Length
            ? services.FirstOrDefault(service => path.AsSpan(Prefix.Length, slash - Prefix.Length).SequenceEqual(service.Name))?.Find(path[(slash + 1)..])
            : null;
    }

    private static IMessage Read(TwirpMethod method, MemoryStream body, string contentType)
    {
        if (contentType == Json)
        {
            return WireJson.Parser.Parse(Encoding.UTF8.GetString(body.ToArray()), method.RequestType);
        }

        body.Position = 0;
        return method.RequestType.Parser.ParseFrom(body);
    }

    private static IResult Write(IMessage response, string contentType) => contentType == Json
        ? Results.Bytes(Encoding.UTF8.GetBytes(WireJson.Formatter.Format(response)), Json)
        : Results.Bytes(response.ToByteArray(), Protobuf);
}
