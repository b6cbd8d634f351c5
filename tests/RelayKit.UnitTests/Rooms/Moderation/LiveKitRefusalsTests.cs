using RelayKit.LiveKit;
using RelayKit.Rooms;

namespace RelayKit.UnitTests.Rooms.Moderation;

/// <summary>Each of LiveKit's errors leads to the answer that is true for the tenant.</summary>
public sealed class LiveKitRefusalsTests
{
    private static readonly Error Absent = new(ErrorCode.ParticipantNotFound, "absent");

    [Theory]
    [InlineData(LiveKitErrorCode.NotFound, ErrorCode.ParticipantNotFound)]
    [InlineData(LiveKitErrorCode.InvalidArgument, ErrorCode.LiveKitRejectedValue)]
    [InlineData(LiveKitErrorCode.OutOfRange, ErrorCode.LiveKitRejectedValue)]
    [InlineData(LiveKitErrorCode.FailedPrecondition, ErrorCode.RemoteUnmuteDisabled)]
    [InlineData(LiveKitErrorCode.Unimplemented, ErrorCode.NotSupportedByLiveKit)]
    [InlineData(LiveKitErrorCode.DeadlineExceeded, ErrorCode.LiveKitTimeout)]
    [InlineData(LiveKitErrorCode.Canceled, ErrorCode.LiveKitTimeout)]
    [InlineData(LiveKitErrorCode.Unavailable, ErrorCode.LiveKitUnavailable)]
    [InlineData(LiveKitErrorCode.Internal, ErrorCode.LiveKitUnavailable)]
    [InlineData(LiveKitErrorCode.ResourceExhausted, ErrorCode.LiveKitUnavailable)]
    [InlineData(LiveKitErrorCode.Unauthenticated, ErrorCode.LiveKitRefused)]
    [InlineData(LiveKitErrorCode.PermissionDenied, ErrorCode.LiveKitRefused)]
    [InlineData(LiveKitErrorCode.BadRoute, ErrorCode.LiveKitRefused)]
    [InlineData(LiveKitErrorCode.Malformed, ErrorCode.LiveKitRefused)]
    [InlineData(LiveKitErrorCode.Unknown, ErrorCode.LiveKitRefused)]
    public void A_code_means(LiveKitErrorCode told, ErrorCode meant) =>
        Assert.Equal(meant, LiveKitRefusals.ToError(new LiveKitException(told, "said LiveKit"), Absent).Code);

    [Fact]
    public void What_the_open_source_server_does_not_have_it_calls_unknown() => Assert.Equal(
        ErrorCode.NotSupportedByLiveKit, LiveKitRefusals.ToError(new LiveKitException(LiveKitErrorCode.Unknown, "not implemented"), Absent).Code);

    [Fact]
    public void Nothing_that_LiveKit_says_is_handed_on()
    {
        foreach (var code in Enum.GetValues<LiveKitErrorCode>())
        {
            Assert.DoesNotContain("canary", LiveKitRefusals.ToError(new LiveKitException(code, "canary"), Absent).Message, StringComparison.Ordinal);
        }
    }
}
