using RelayKit.Api.Requests;

namespace RelayKit.UnitTests.Api.Requests;

public sealed class KnownFieldsTests
{
    [Theory]
    [InlineData("/source", "track_sid, sources, muted")]
    [InlineData("/sources/0/x", "")]
    [InlineData("/nowhere/x", "")]
    public void Fields_beside_one_of_an_object(string place, string expected) =>
        Assert.Equal(expected, string.Join(", ", KnownFields.Beside(ApiJson.Default.MuteParticipantRequest, place)));

    [Theory]
    [InlineData("/tokens/3/permissions/x", "can_publish")]
    [InlineData("/tokens/3/x", "identity")]
    [InlineData("/x", "tokens")]
    public void Fields_beside_one_within_lists_and_objects(string place, string one) =>
        Assert.Contains(one, KnownFields.Beside(ApiJson.Default.MintTokensRequest, place));
}
