using System.Text.Json.Nodes;
using RelayKit.Cli.Chaos.Judging;
using RelayKit.Cli.Http;

namespace RelayKit.Cli.Chaos.World;

/// <summary>Asks for looks at LiveKit beside those that RelayKit makes by itself, and remembers which of them saw everybody.</summary>
internal sealed class Looks(ChaosWorld world, TimeProvider time)
{
    /// <summary>More than what two looks have to be apart (decision 11).</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(11);

    private const int Most = 8;

    private readonly List<WholeLook> _whole = [];

    public IReadOnlyList<WholeLook> Whole => _whole;

    /// <summary>Looks that were asked for and did not see everything.</summary>
    public int Failed { get; private set; }

    /// <summary>Until it is told to stop.</summary>
    public async Task GoOnAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await LookAsync();
            await Task.Delay(Between, time, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Until two looks in a row have found nothing to do; it takes two to let go of anybody.</summary>
    /// <exception cref="ChaosFailedException">The looks do not come to an end.</exception>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        for (var (look, quiet) = (1, 0); quiet < 2; look++)
        {
            if (look > Most)
            {
                throw new ChaosFailedException($"{Most} looks in a row still found something to do, or failed.");
            }

            quiet = await LookAsync() is { } answer && Changed(answer) == 0 ? quiet + 1 : 0;
            await Task.Delay(Between, time, cancellation);
        }
    }

    /// <summary>The answer, when the look saw everything.</summary>
    private async Task<JsonNode?> LookAsync()
    {
        try
        {
            var began = Now();
            var answer = await world.LookAsync();
            if ((int)answer["rooms_failed"]! == 0 && (DateTimeOffset?)answer["listed_at"] is { } listed)
            {
                _whole.Add(new WholeLook(began, Now(), listed.ToUnixTimeMilliseconds()));
                return answer;
            }
        }
        catch (Exception away) when (away is JsonApiException or HttpRequestException or OperationCanceledException)
        {
            // Whoever should have looked is down.
        }

        Failed++;
        return null;
    }

    private static int Changed(JsonNode look) =>
        (int)look["participants_found"]! + (int)look["participants_closed"]! + (int)look["sessions_ended"]!;

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
