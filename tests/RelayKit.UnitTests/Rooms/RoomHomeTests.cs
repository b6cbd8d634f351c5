using System.Net;
using CsCheck;
using RelayKit.Rooms;

namespace RelayKit.UnitTests.Rooms;

public sealed class RoomHomeTests
{
    private static readonly Gen<SiloAddress> Silo =
        from last in Gen.Byte
        from generation in Gen.Int[1, 1_000_000]
        select SiloAddress.New(new IPEndPoint(new IPAddress([10, 0, 0, last]), 11111), generation);

    private static readonly Gen<SiloAddress[]> Silos = Silo.Array[2, 8].Select(silos => silos.Distinct().ToArray()).Where(silos => silos.Length > 1);

    private static readonly Gen<GrainId> Room = Gen.String[Gen.Char.AlphaNumeric, 1, 40].Select(name => GrainId.Create("room", name));

    [Fact]
    public void The_order_of_the_silos_does_not_matter() => Gen.Select(Room, Silos).Sample((room, silos) =>
        RoomHome.Of(room, silos).Equals(RoomHome.Of(room, [.. silos.Reverse()])));

    [Fact]
    public void A_silo_that_goes_takes_no_room_from_another() => Gen.Select(Room, Silos).Sample((room, silos) =>
        RoomHome.Of(room, silos.AsSpan(1)).Equals(RoomHome.Of(room, silos)) || RoomHome.Of(room, silos).Equals(silos[0]));

    [Fact]
    public void Rooms_are_shared_out_evenly()
    {
        const int rooms = 30_000;
        SiloAddress[] silos = [.. Enumerable.Range(1, 3).Select(i => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11110 + i), 4711 + i))];

        var shares = Enumerable.Range(0, rooms).CountBy(i => RoomHome.Of(GrainId.Create("room", $"ten_01arz3ndektsv4rrffq69g5fav/l/room-{i}"), silos));

        // 10,000 each, give or take seven standard deviations.
        Assert.Equal(silos.Length, shares.Count());
        Assert.All(shares, share => Assert.InRange(share.Value, 9_430, 10_570));
    }
}
