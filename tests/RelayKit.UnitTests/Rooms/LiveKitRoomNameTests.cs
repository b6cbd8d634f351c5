using CsCheck;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Rooms;

public sealed class LiveKitRoomNameTests
{
    private static readonly Gen<string> Names =
        Gen.Char["ABCXYZabcxyz0189._:-"].Array[1, RoomName.MaxLength].Select(characters => new string(characters)).Where(static name => RoomName.IsValid(name));

    private static readonly Gen<RoomKey> Keys =
        Gen.Select(Gen.Guid, Gen.Bool, Names, (tenant, test, name) => new RoomKey(new TenantId(tenant), test ? Mode.Test : Mode.Live, name));

    [Fact]
    public void Names_survive_the_way_to_LiveKit_and_back() => Gen.Select(Keys, Gen.Int[1, int.MaxValue]).Sample((key, generation) =>
    {
        var name = new LiveKitRoomName(key, generation);

        Assert.True(LiveKitRoomName.TryParse(name.ToString(), out var read));
        Assert.Equal(name, read);
        Assert.True(name.ToString().Length <= 256);
    });

    [Fact]
    public void Grain_keys_survive_the_way_there_and_back() => Keys.Sample(key => Assert.Equal(key, RoomKey.Parse(key.ToString())));

    [Theory]
    [InlineData("standup")]
    [InlineData("")]
    [InlineData("ten_01m84jsew5ewsr0fh5by29n29s_x1_standup")]
    [InlineData("ten_01m84jsew5ewsr0fh5by29n29s_l0_standup")]
    [InlineData("ten_01m84jsew5ewsr0fh5by29n29s_l01_standup")]
    [InlineData("ten_01m84jsew5ewsr0fh5by29n29s_l1_")]
    [InlineData("ten_01m84jsew5ewsr0fh5by29n29s_l1_a b")]
    [InlineData("ten_01M84JSEW5EWSR0FH5BY29N29S_l1_standup")]
    [InlineData("ten_91m84jsew5ewsr0fh5by29n29s_l1_standup")]
    [InlineData("ten_01m84jsew5ewsr0fh5by29n29s_l99999999999_standup")]
    public void A_name_that_is_not_ours_is_not_read(string text) => Assert.False(LiveKitRoomName.TryParse(text, out _));
}
