using System.Globalization;
using RelayKit.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RelayKit.Cli.Demo;

/// <summary>
/// Draws what RelayKit says while the story runs: the meter, the rooms, and the last steps. On something that is no terminal it
/// writes the steps as plain lines.
/// </summary>
internal sealed class LiveMeter(IReadOnlyList<string> rooms, Func<Task<UsageMeter>> usage, Func<string, Task<Room>> room)
{
    private const int StepsShown = 9;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Queue<string> _steps = new();
    private readonly Lock _gate = new();
    private string _meter = "";
    private List<(string Name, string Status, string Participants)> _rooms = [.. rooms.Select(name => (name, "idle", "0"))];

    /// <summary>Says what happens now.</summary>
    public void Say(string step)
    {
        lock (_gate)
        {
            _steps.Enqueue(step);
            while (_steps.Count > StepsShown)
            {
                _steps.Dequeue();
            }
        }

        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            Console.WriteLine($"  {step}{(_meter.Length > 0 ? $"  [{_meter}]" : "")}");
        }
    }

    /// <summary>Draws until the story is over.</summary>
    public async Task ShowWhileAsync(Task story)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            while (!story.IsCompleted)
            {
                await ReadAsync();
                await Task.WhenAny(story, Task.Delay(Interval));
            }

            await story;
            return;
        }

        await AnsiConsole.Live(Draw()).StartAsync(async display =>
        {
            while (!story.IsCompleted)
            {
                await ReadAsync();
                display.UpdateTarget(Draw());
                await Task.WhenAny(story, Task.Delay(Interval));
            }

            display.UpdateTarget(Draw());
        });
        await story;
    }

    private async Task ReadAsync()
    {
        try
        {
            var reading = await usage();
            var minutes = (reading.ParticipantMs / 60_000m).ToString("0.000000", CultureInfo.InvariantCulture);
            _meter = $"{reading.ParticipantMs,8} ms = {minutes} participant-minutes, {reading.ActiveParticipants} connected";
            var described = new List<(string, string, string)>();
            foreach (var name in rooms)
            {
                var found = await room(name);
                described.Add((name, found.Status.ToString(), found.Participants.ToString(CultureInfo.InvariantCulture)));
            }

            _rooms = described;
        }
        catch (Exception away) when (away is RelayKitException or DemoFailedException)
        {
            _meter = _meter.Length > 0 ? "RelayKit is away; LiveKit keeps its webhooks and sends them again" : "";
        }
    }

    private Rows Draw()
    {
        lock (_gate)
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("room", "status", "connected");
            foreach (var (name, status, participants) in _rooms)
            {
                table.AddRow(name, status == "live" ? $"[green]{status}[/]" : status, participants);
            }

            return new Rows([
                new Panel(new Markup($"[bold]{Markup.Escape(_meter)}[/]")).Header("the live meter").Expand(),
                table,
                .. _steps.Select(step => (IRenderable)new Markup($"[grey]·[/] {Markup.Escape(step)}")),
            ]);
        }
    }
}
