using System.Net;
using System.Text;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Twirp;

public sealed class TwirpErrorTests
{
    [Theory]
    [InlineData("canceled", 408, LiveKitErrorCode.Canceled)]
    [InlineData("unknown", 500, LiveKitErrorCode.Unknown)]
    [InlineData("invalid_argument", 400, LiveKitErrorCode.InvalidArgument)]
    [InlineData("malformed", 400, LiveKitErrorCode.Malformed)]
    [InlineData("deadline_exceeded", 408, LiveKitErrorCode.DeadlineExceeded)]
    [InlineData("not_found", 404, LiveKitErrorCode.NotFound)]
    [InlineData("bad_route", 404, LiveKitErrorCode.BadRoute)]
    [InlineData("already_exists", 409, LiveKitErrorCode.AlreadyExists)]
    [InlineData("permission_denied", 403, LiveKitErrorCode.PermissionDenied)]
    [InlineData("unauthenticated", 401, LiveKitErrorCode.Unauthenticated)]
    [InlineData("resource_exhausted", 429, LiveKitErrorCode.ResourceExhausted)]
    [InlineData("failed_precondition", 412, LiveKitErrorCode.FailedPrecondition)]
    [InlineData("aborted", 409, LiveKitErrorCode.Aborted)]
    [InlineData("out_of_range", 400, LiveKitErrorCode.OutOfRange)]
    [InlineData("unimplemented", 501, LiveKitErrorCode.Unimplemented)]
    [InlineData("internal", 500, LiveKitErrorCode.Internal)]
    [InlineData("unavailable", 503, LiveKitErrorCode.Unavailable)]
    [InlineData("data_loss", 500, LiveKitErrorCode.DataLoss)]
    [InlineData("of_a_later_version", 500, LiveKitErrorCode.Unknown)]
    public void Json_gives_the_code_by_name_with_message_status_and_meta(string code, int status, LiveKitErrorCode expected)
    {
        var exception = Read(status, $$$"""{"code":"{{{code}}}","msg":"what happened","meta":{"cause":"*errors.E","n":1}}""");

        Assert.Equal(expected, exception.Code);
        Assert.Equal((HttpStatusCode)status, exception.Status);
        Assert.Equal("what happened", exception.Message);
        Assert.Equal(new Dictionary<string, string> { ["cause"] = "*errors.E" }, exception.Meta);
    }

    [Theory]
    [InlineData(302, LiveKitErrorCode.BadRoute)]
    [InlineData(400, LiveKitErrorCode.InvalidArgument)]
    [InlineData(401, LiveKitErrorCode.Unauthenticated)]
    [InlineData(403, LiveKitErrorCode.PermissionDenied)]
    [InlineData(404, LiveKitErrorCode.BadRoute)]
    [InlineData(408, LiveKitErrorCode.DeadlineExceeded)]
    [InlineData(412, LiveKitErrorCode.FailedPrecondition)]
    [InlineData(413, LiveKitErrorCode.ResourceExhausted)]
    [InlineData(418, LiveKitErrorCode.Unknown)]
    [InlineData(429, LiveKitErrorCode.ResourceExhausted)]
    [InlineData(500, LiveKitErrorCode.Internal)]
    [InlineData(501, LiveKitErrorCode.Unimplemented)]
    [InlineData(502, LiveKitErrorCode.Unavailable)]
    [InlineData(503, LiveKitErrorCode.Unavailable)]
    [InlineData(504, LiveKitErrorCode.Unavailable)]
    public void Plain_text_gives_the_code_by_http_status(int status, LiveKitErrorCode expected)
    {
        var exception = Read(status, "invalid API key\n");

        Assert.Equal(expected, exception.Code);
        Assert.Equal("invalid API key", exception.Message);
        Assert.Empty(exception.Meta);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"not_found\"")]
    [InlineData("{\"code\":404}")]
    [InlineData("{\"msg\":\"no code\"}")]
    [InlineData("{\"code\":\"not_found\"")]
    public void What_is_json_but_not_twirps_counts_as_plain_text(string body) =>
        Assert.Equal(LiveKitErrorCode.Unauthenticated, Read(401, body).Code);

    [Fact]
    public void A_page_of_a_proxy_is_cut_short_in_the_message() =>
        Assert.Equal(256, Read(502, new string('x', 100_000)).Message.Length);

    private static LiveKitException Read(int status, string body) => TwirpError.Read((HttpStatusCode)status, Encoding.UTF8.GetBytes(body));
}
