using RelayKit.LiveKit.Simulator.Faults;
using static RelayKit.LiveKit.Simulator.Control.ControlJson;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>What goes wrong with webhooks: by chance, or the next ones of a room for certain.</summary>
internal static class FaultEndpoints
{
    private const int MaxWaitMs = 120_000;
    private const int MaxScripted = 1_000_000;

    public static void Map(IEndpointRouteBuilder webhooks)
    {
        webhooks.MapGet("/faults", Read);
        webhooks.MapPost("/faults", SetAsync);
        webhooks.MapDelete("/faults", Clear);
        webhooks.MapPost("/faults/next", NextAsync);
    }

    private static IResult Read(FaultPlanner planner)
    {
        var (seed, chances, scripts) = planner.Read();
        return Answer(new
        {
            Seed = seed,
            Chances = chances.ToDictionary(
                chance => FaultNames.Of(chance.Key),
                chance => new
                {
                    chance.Value.Probability,
                    UpToMs = FaultNames.DefaultWaitMs(chance.Key) is null ? (int?)null : chance.Value.UpToMs,
                }),
            Next = scripts.Select(script => new
            {
                script.Room,
                script.Event,
                Fault = FaultNames.Of(script.Fault),
                WaitMs = FaultNames.DefaultWaitMs(script.Fault) is null ? (int?)null : script.WaitMs,
                script.Remaining,
            }),
        });
    }

    private static async Task<IResult> SetAsync(HttpContext context, FaultPlanner planner)
    {
        var body = await ControlBody.ReadAsync(context);
        var seed = body.Whole("seed", 0, int.MaxValue, 1);
        var chances = FaultNames.All
            .Select(fault => KeyValuePair.Create(fault, Chance(body, fault)))
            .Where(chance => chance.Value.Probability > 0)
            .ToDictionary();
        body.NothingElse();
        planner.Set(seed, chances);
        return Read(planner);
    }

    private static async Task<IResult> NextAsync(HttpContext context, FaultPlanner planner)
    {
        var body = await ControlBody.ReadAsync(context);
        var (room, name, word) = (body.Text("room"), body.TextOrNull("event"), body.Text("fault"));
        var fault = FaultNames.Find(word)
            ?? throw body.Wrong("fault", $"'{word}' is none; there are {string.Join(", ", FaultNames.All.Select(FaultNames.Of))}");
        var count = (int)body.Whole("count", 1, MaxScripted, 1);
        var waitMs = Wait(body, "wait_ms", fault);
        body.NothingElse();
        planner.Add(new FaultScript(room, name, fault, waitMs, count));
        return Read(planner);
    }

    private static IResult Clear(FaultPlanner planner)
    {
        planner.Clear();
        return Done();
    }

    /// <summary>A probability by itself, or with what is waited at most.</summary>
    private static FaultChance Chance(ControlBody body, WebhookFault fault)
    {
        var name = FaultNames.Of(fault);
        if (body.IsNumber(name))
        {
            return new FaultChance(body.Number(name, 0, 1, 0), FaultNames.DefaultWaitMs(fault) ?? 0);
        }

        if (body.Part(name, "has to be a probability from 0 to 1, or an object with probability and up_to_ms") is not { } part)
        {
            return default;
        }

        var chance = new FaultChance(part.Number("probability", 0, 1, 0), Wait(part, "up_to_ms", fault));
        part.NothingElse();
        return chance;
    }

    private static int Wait(ControlBody body, string name, WebhookFault fault)
    {
        var given = body.WholeOrNull(name, 0, MaxWaitMs);
        return given is not null && FaultNames.DefaultWaitMs(fault) is null
            ? throw body.Wrong(name, $"{FaultNames.Of(fault)} has nothing to wait for; leave it out")
            : (int)(given ?? FaultNames.DefaultWaitMs(fault) ?? 0);
    }
}
