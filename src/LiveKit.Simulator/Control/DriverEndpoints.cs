using System.Text;
using System.Text.Json;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Driving;
using static RelayKit.LiveKit.Simulator.Control.ControlJson;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>Starts, stops and watches the driver that plays people in rooms.</summary>
internal static class DriverEndpoints
{
    private const int MaxRooms = 10_000;
    private const int MaxNameLength = 256;

    private static readonly ParticipantInfo.Types.Kind[] Kinds =
    [
        ParticipantInfo.Types.Kind.Standard, ParticipantInfo.Types.Kind.Sip, ParticipantInfo.Types.Kind.Ingress,
        ParticipantInfo.Types.Kind.Egress, ParticipantInfo.Types.Kind.Agent,
    ];

    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/driver", Read);
        control.MapPost("/driver", StartAsync);
        control.MapDelete("/driver", Stop);
    }

    private static IResult Read(RoomDriver driver) => Answer(driver.Read((run, running) => new
    {
        Running = running,
        Seed = run?.Settings.Seed,
        Rooms = run?.Settings.Rooms.Count,
        Decisions = run?.Decisions ?? 0,
        Acts = run?.Log.Counts.ToDictionary(count => NameOf(count.Key), count => count.Value),
        Missed = run?.Log.Missed ?? 0,
        Digest = run?.Log.Digest,
        Last = run?.Log.Last.Select(act => new { act.Number, act.WallMs, Act = NameOf(act.Act), act.Room, act.Who, act.Missed }).ToList(),
    }));

    private static async Task<IResult> StartAsync(HttpContext context, RoomDriver driver)
    {
        var body = await ControlBody.ReadAsync(context);
        var settings = new DriverSettings
        {
            Seed = (int)body.Whole("seed", 0, int.MaxValue, 1),
            Rooms = ReadRooms(body),
            ParticipantsPerRoom = (int)body.Whole("participants_per_room", 1, 1000, 5),
            EventsPerSecond = body.Number("events_per_second", 0.01, 2000, 5),
            Kinds = ReadKinds(body),
            CrashesPerMinute = body.Number("crashes_per_minute", 0, 60, 0),
            MovesPerMinute = body.Number("moves_per_minute", 0, 600, 0),
            DepartureTimeoutSeconds = (uint)body.Whole("departure_timeout_seconds", 0, 3600, 0),
            EmptyTimeoutSeconds = (uint)body.Whole("empty_timeout_seconds", 0, 3600, 0),
            StopAfterEvents = body.WholeOrNull("stop_after_events", 1, long.MaxValue),
        };
        body.NothingElse();
        driver.Start(settings);
        return Read(driver);
    }

    /// <summary>With <c>?leave=true</c> everybody whom it plays leaves.</summary>
    private static IResult Stop(HttpContext context, RoomDriver driver)
    {
        var leave = context.Request.Query["leave"].ToString();
        if (leave is not ("" or "true" or "false"))
        {
            return Problem(400, "invalid_argument", "leave: has to be true or false");
        }

        driver.Stop(leave == "true");
        return Read(driver);
    }

    private static IReadOnlyList<string> ReadRooms(ControlBody body)
    {
        var rooms = body.Texts("rooms");
        return rooms.Count is 0 or > MaxRooms || rooms.Distinct().Count() < rooms.Count
            || rooms.Any(room => Encoding.UTF8.GetByteCount(room) > MaxNameLength)
                ? throw body.Wrong("rooms", $"has to be 1 to {MaxRooms} different names of rooms, each of {MaxNameLength} bytes at most")
                : rooms;
    }

    private static Dictionary<ParticipantInfo.Types.Kind, double> ReadKinds(ControlBody body)
    {
        if (body.Part("kinds") is not { } part)
        {
            return new() { [ParticipantInfo.Types.Kind.Standard] = 1 };
        }

        var shares = Kinds.ToDictionary(kind => kind, kind => part.Number(kind.ToString().ToLowerInvariant(), 0, 1000, 0));
        part.NothingElse();
        return shares.Values.Sum() > 0 ? shares : throw body.Wrong("kinds", "has to give one kind at least a share above 0");
    }

    private static string NameOf(DriverAct act) => JsonNamingPolicy.SnakeCaseLower.ConvertName(act.ToString());
}
