namespace RelayKit.Cli.Demo;

/// <summary>What happens, step by step. Pauses are part of it: time has to pass for a meter to show anything.</summary>
internal sealed class DemoStory(DemoWorld world, DemoProcesses processes, LiveMeter meter)
{
    public static readonly IReadOnlyList<string> Rooms = ["standup", "webinar", "support"];

    private static readonly (string Room, string Identity)[] People =
    [
        ("standup", "ada"), ("standup", "bob"), ("standup", "cleo"), ("standup", "dan"),
        ("webinar", "eve"), ("webinar", "finn"), ("webinar", "gwen"),
        ("support", "hugo"), ("support", "iris"), ("support", "jon"),
    ];

    /// <summary>The one in which ada publishes.</summary>
    private const string RecordedRoom = "standup";

    /// <summary>Tells it to its end.</summary>
    /// <returns>What was recorded.</returns>
    public async Task<RecordedFile> TellAsync(CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        await ArriveAsync(cancellation);
        await ReconnectAsync(cancellation);
        await RepeatAndReorderAsync(cancellation);
        await SurviveAsync(cancellation);
        var recording = await RecordAsync(cancellation);
        await LeaveAsync(cancellation);
        await SettleAsync(cancellation);
        var file = await recording.FetchAsync(cancellation);
        meter.Say("The recording is in the bucket, and was downloaded by a link");
        return file;
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        meter.Say($"A tenant: {await world.CreateTenantAsync("Acme")}");
        await world.Bill.SubscribeAsync(cancellation);
        meter.Say("It has subscribed to a plan on Stripe's page, which RelayKit heard of by a webhook");
        foreach (var room in Rooms)
        {
            await world.CreateRoomAsync(room);
        }

        foreach (var (room, identity) in People)
        {
            await world.MintAsync(room, identity);
        }

        meter.Say("Three rooms, and a join token for each of ten people");
    }

    private async Task ArriveAsync(CancellationToken cancellation)
    {
        foreach (var (room, identity) in People.Where(person => person.Identity is not ("jon" or "gwen")))
        {
            await world.JoinAsync(room, identity);
            await Pause(250, cancellation);
        }

        await world.PublishAsync("standup", "ada");
        await world.PublishAsync("webinar", "eve");
        meter.Say("Eight have joined; each join is a webhook, answered only when it is in PostgreSQL");
        await Pause(2500, cancellation);
    }

    private async Task ReconnectAsync(CancellationToken cancellation)
    {
        await world.LeaveAsync("standup", "bob");
        await Pause(700, cancellation);
        await world.JoinAsync("standup", "bob");
        meter.Say("bob lost his connection and came back: two participant sessions");
        await world.JoinAsync("webinar", "finn");
        meter.Say("finn joined again without leaving: LiveKit drops the older connection");
        await Pause(1500, cancellation);
    }

    private async Task RepeatAndReorderAsync(CancellationToken cancellation)
    {
        var status = await world.RepeatLastJoinAsync("standup");
        meter.Say($"A webhook came twice (answered {status}): nothing is counted twice");
        await world.HoldWebhooksAsync("support");
        await world.JoinAsync("support", "jon");
        await Pause(2300, cancellation);
        await world.LeaveAsync("support", "jon");
        await world.ReleaseWebhooksReversedAsync("support");
        meter.Say("jon's leave arrived before his join: the leave carries the join's time");
        await Pause(1200, cancellation);
    }

    private async Task SurviveAsync(CancellationToken cancellation)
    {
        var pid = processes.SiloPid;
        await processes.KillSiloAsync();
        meter.Say($"The Silo (pid {pid}) was killed with SIGKILL");
        await world.JoinAsync("webinar", "gwen");
        await world.LeaveAsync("support", "iris");
        await Pause(1500, cancellation);
        meter.Say($"Meanwhile gwen joined and iris left: {await world.PendingWebhooksAsync()} webhooks wait in LiveKit's queues");
        await processes.StartSiloAsync(cancellation);
        meter.Say("The Silo is back: its rooms read their rows, LiveKit tells what was missed");
        await world.DrainWebhooksAsync();
    }

    private async Task<DemoRecording> RecordAsync(CancellationToken cancellation)
    {
        var recording = world.Recording(RecordedRoom);
        await recording.StartAsync(cancellation);
        meter.Say($"{RecordedRoom} is recorded: LiveKit's worker will write the file straight into the bucket");
        await Pause(2500, cancellation);
        await recording.StopAsync(cancellation);
        meter.Say("The recording was stopped");
        return recording;
    }

    private async Task LeaveAsync(CancellationToken cancellation)
    {
        foreach (var (room, identity) in People.Where(person => person.Identity is not ("jon" or "iris")))
        {
            await world.LeaveAsync(room, identity);
            await Pause(200, cancellation);
        }

        meter.Say("Everybody has left; the rooms close two seconds later");
    }

    private async Task SettleAsync(CancellationToken cancellation)
    {
        while (!await world.IsOverAsync())
        {
            await Pause(200, cancellation);
        }

        await world.DrainWebhooksAsync();
        meter.Say("Every webhook has been delivered");
        await Pause(500, cancellation);
    }

    private static Task Pause(int milliseconds, CancellationToken cancellation) => Task.Delay(milliseconds, cancellation);
}
