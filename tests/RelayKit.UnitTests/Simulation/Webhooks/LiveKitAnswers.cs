using RelayKit.LiveKit;
using RelayKit.Rooms;
using RelayKit.UnitTests.Simulation.Laws;
using RelayKit.UnitTests.Simulation.Scheduling;

namespace RelayKit.UnitTests.Simulation.Webhooks;

/// <summary>What LiveKit answers when it is looked at: late, not at all, and with counts that are up to five seconds old.</summary>
internal sealed class LiveKitAnswers(World world, Weather weather, LiveKitWorld liveKit, LookLog log)
{
    private const int SlowestMs = 4_000;
    private const int CountLagMs = 5_000;

    /// <summary>Who is there in a life of a room, as <c>RoomGrain</c> asks: null when LiveKit does not answer, or the name leads to another life.</summary>
    public Task<List<ParticipantFact>?> WhoIsThereAsync(RoomKey room, string sid)
    {
        var answer = new TaskCompletionSource<List<ParticipantFact>?>();
        world.After(Delay(), () =>
        {
            var there = liveKit.LifeOf(room, world.NowMs)?.Stays.Where(stay => stay.IsThere(world.NowMs)).Select(stay => stay.Who).ToList() ?? [];
            var unanswered = world.Chance.NextDouble() < weather.RoomUnanswered;
            world.After(Delay(), () =>
            {
                if (unanswered || liveKit.LifeOf(room, world.NowMs)?.Sid != sid)
                {
                    answer.SetResult(null);
                    return;
                }

                log.Named(room, sid, there);
                answer.SetResult(there);
            });
        });
        return answer.Task;
    }

    /// <summary>A look at the whole of LiveKit; null when it does not answer.</summary>
    public Task<LiveKitLook?> ListRoomsAsync()
    {
        var answer = new TaskCompletionSource<LiveKitLook?>();
        var askedMs = world.NowMs;
        world.After(Delay(), () =>
        {
            var lives = liveKit.Lives.Where(life => life.IsThere(world.NowMs)).Select(life => (Life: life, CountedMs: CountedMs(life))).ToList();
            var unanswered = world.Chance.NextDouble() < weather.LookUnanswered;
            world.After(Delay(), () =>
            {
                // As LiveKitClient: the second of the answer, less the time that the call took.
                var at = (world.NowMs / 1000 * 1000) - (world.NowMs - askedMs);
                answer.SetResult(unanswered ? null : new LiveKitLook(at, lives));
            });
        });
        return answer.Task;
    }

    private long CountedMs(PlayedLife life) => Math.Max(life.CreatedMs, world.NowMs - world.Chance.Next(CountLagMs));

    private long Delay() => world.Chance.NextDouble() < weather.LookSlow ? world.Chance.Next(SlowestMs) : world.Chance.Next(10);
}

/// <summary>What one look at LiveKit saw.</summary>
/// <param name="AtMs">The instant that is taken for when it was.</param>
/// <param name="Lives">The lives that were listed, and when each one's participants were counted.</param>
internal sealed record LiveKitLook(long AtMs, List<(PlayedLife Life, long CountedMs)> Lives)
{
    public IEnumerable<LiveKitRoom> Rooms => Lives.Select(listed => new LiveKitRoom
    {
        Sid = listed.Life.Sid,
        Name = new LiveKitRoomName(listed.Life.Room, 1).ToString(),
        CreationTime = DateTimeOffset.FromUnixTimeMilliseconds(listed.Life.CreatedMs),
        NumParticipants = listed.Life.Count(listed.CountedMs),
    });
}
