using System.Globalization;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.UnitTests.Simulation.Scheduling;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation.Webhooks;

/// <summary>What happens on LiveKit in one history: rooms of one or two tenants, their lives one after the other, and who is in them when.</summary>
internal sealed class LiveKitWorld
{
    private const int MostRooms = 3;
    private const int MostStays = 8;

    private readonly Random _chance;
    private readonly Weather _weather;
    private int _sids;

    public LiveKitWorld(World world, Weather weather)
    {
        _chance = world.Chance;
        _weather = weather;
        Tenants = [.. Enumerable.Range(1, _chance.Next(1, 3)).Select(number => new TenantId(IdOf(number)))];
        foreach (var number in Enumerable.Range(1, _chance.Next(1, MostRooms + 1)))
        {
            var room = new RoomKey(Tenants[_chance.Next(Tenants.Count)], Mode.Live, $"room-{number}");
            Rooms.Add(room);
            AddLives(room, world.NowMs);
        }
    }

    public IReadOnlyList<TenantId> Tenants { get; }

    public List<RoomKey> Rooms { get; } = [];

    public List<PlayedLife> Lives { get; } = [];

    /// <summary>The life that a room's name leads to, if it is live.</summary>
    public PlayedLife? LifeOf(RoomKey room, long atMs) => Lives.Find(life => life.Room == room && life.IsThere(atMs));

    private void AddLives(RoomKey room, long startMs)
    {
        var beginMs = startMs + _chance.Next(Weather.LengthMs / 4);
        for (var count = _chance.Next(1, 3); count > 0 && beginMs < startMs + Weather.LengthMs; count--)
        {
            var outlasts = count == 1 && _chance.Next(6) == 0;
            var endMs = beginMs + _chance.Next(1_000, Weather.LengthMs / 2);
            var life = new PlayedLife(room, $"RM_{++_sids}", beginMs)
            {
                EndMs = outlasts ? PlayedLife.NeverMs : endMs,
                DiedWithItsNode = !outlasts && _chance.NextDouble() < _weather.NodeDies,
            };
            Lives.Add(life);
            life.Webhooks.Add(Told(life, RoomEventType.RoomStarted, beginMs, null));
            AddStays(life, endMs);
            if (life is { DiedWithItsNode: false } && !outlasts)
            {
                life.Webhooks.Add(life.Finished = Told(life, RoomEventType.RoomFinished, endMs, null));
            }

            // The next life of the name may begin in the very second in which this one ends.
            beginMs = endMs + (_chance.Next(3) * _chance.Next(30_000));
        }
    }

    private void AddStays(PlayedLife life, long endMs)
    {
        // Where a month ends, so that webhooks are under way while it does.
        var monthEndMs = UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(life.CreatedMs)).EndMs;
        var aroundMs = monthEndMs - _chance.Next(1_000, 4_000);
        var crowdMs = aroundMs > life.CreatedMs && aroundMs < endMs ? aroundMs : life.CreatedMs + _chance.NextInt64(endMs - life.CreatedMs);
        for (var count = _chance.Next(MostStays + 1); count > 0; count--)
        {
            var fromMs = _chance.NextDouble() < _weather.Crowd ? crowdMs : life.CreatedMs + _chance.NextInt64(endMs - life.CreatedMs);
            var who = new ParticipantFact
            {
                Sid = $"PA_{++_sids}",
                Identity = $"who-{_chance.Next(3)}",
                Class = _chance.Next(4) > 0 ? ParticipantClass.Standard : (ParticipantClass)_chance.Next(ParticipantClasses.Count),
                JoinedAtMs = fromMs,
                Labels = History.LabelsOf[_sids % History.LabelsOf.Count],
            };
            var leaves = _chance.Next(4) > 0;
            var toMs = leaves ? fromMs + _chance.NextInt64(endMs - fromMs) : life.EndMs;
            if (_chance.Next(12) == 0)
            {
                // Never connected: worth nothing, and nothing else is told of it.
                life.Webhooks.Add(Told(life, RoomEventType.ParticipantConnectionAborted, Math.Min(toMs, endMs), who));
                continue;
            }

            // Who is in a room that LiveKit ends is told to have left, unless LiveKit itself is gone.
            var told = leaves || life is { DiedWithItsNode: false, HasEnded: true };
            var stay = new PlayedStay(life, who, toMs)
            {
                Joined = Told(life, RoomEventType.ParticipantJoined, fromMs, who),
                Left = told ? Told(life, RoomEventType.ParticipantLeft, toMs, who with { DisconnectReason = "client_initiated" }) : null,
            };
            life.Stays.Add(stay);
            life.Webhooks.Add(stay.Joined);
            if (stay.Left is not null)
            {
                life.Webhooks.Add(stay.Left);
            }

            if (_chance.Next(3) == 0)
            {
                AddTrack(life, stay, Math.Min(toMs, endMs));
            }
        }
    }

    /// <summary>Of tracks LiveKit tells sids alone.</summary>
    private void AddTrack(PlayedLife life, PlayedStay stay, long untilMs)
    {
        var told = Told(life, RoomEventType.TrackPublished, (stay.FromMs + untilMs) / 2, stay.Who with { JoinedAtMs = null, Labels = null });
        life.Webhooks.Add(new PlayedWebhook(life.Room, told.Told with
        {
            RoomCreatedAtMs = null,
            Track = new TrackFact($"TR_{stay.Sid}", "video", "camera", ""),
        }));
    }

    private PlayedWebhook Told(PlayedLife life, RoomEventType type, long atMs, ParticipantFact? who) => new(life.Room, new RoomEvent
    {
        Type = type,
        LiveKitEventId = string.Create(CultureInfo.InvariantCulture, $"EV_{++_sids}"),
        CreatedAtMs = atMs / 1000 * 1000,
        RoomSid = life.Sid,
        RoomCreatedAtMs = life.CreatedMs,
        Generation = 1,
        Participant = who,
    });

    /// <summary>The same in every run of a seed.</summary>
    private static Guid IdOf(int number) => new($"019aaaaa-0000-7000-8000-{number:D12}");
}
