using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using RelayKit.Cli.Chaos.Judging;
using RelayKit.Cli.Chaos.Plan;
using RelayKit.Cli.Http;
using RelayKit.Storage.Audit;
using Spectre.Console;

namespace RelayKit.Cli.Chaos;

/// <summary>
/// <c>chaos</c>: bad weather over real processes, and the ledger against the truth when it is over. Exits 1 when they differ, 2 when it
/// could not run.
/// </summary>
internal static class ChaosCommand
{
    private const int Differs = 1;
    private const int CannotRun = 2;
    private const int Interrupted = 130;
    private const int Shown = 20;

    public static Command Create()
    {
        var root = new Option<DirectoryInfo>("--root")
        {
            Description = "The clone; logs go to .relaykit below it.",
            DefaultValueFactory = _ => new DirectoryInfo(Environment.CurrentDirectory),
        };
        var minutes = Within(new Option<double>("--minutes") { Description = "How long the storm lasts (0.5 to 600).", DefaultValueFactory = _ => 1 }, 0.5, 600);
        var seed = Within(new Option<int>("--seed") { Description = "What follows from chance follows from it.", DefaultValueFactory = _ => 1 }, 0, int.MaxValue);
        var silos = Within(new Option<int>("--silos") { Description = "Silos (1 to 9).", DefaultValueFactory = _ => 2 }, 1, 9);
        var tenants = Within(new Option<int>("--tenants") { Description = "Tenants (1 to 1000).", DefaultValueFactory = _ => 8 }, 1, 1000);
        var rooms = Within(new Option<int>("--rooms") { Description = "Rooms of each tenant (1 to 100).", DefaultValueFactory = _ => 6 }, 1, 100);
        var events = Within(
            new Option<double>("--events-per-second") { Description = "What people in the rooms do (1 to 2000).", DefaultValueFactory = _ => 30 }, 1, 2000);
        var only = new Option<string[]>("--only")
        {
            Description = "Only this bad weather: silos, postgres, livekit, clocks, webhooks, receivers, none; repeat it, or put commas.",
            AllowMultipleArgumentsPerToken = true,
        };
        only.Validators.Add(result =>
        {
            if (Parts(result.GetValueOrDefault<string[]>()) is null)
            {
                result.AddError("--only takes silos, postgres, livekit, clocks, webhooks, receivers or none.");
            }
        });
        var command = new Command("chaos", "Bad weather over real processes; then the ledger is held against the truth. Called by ./relaykit chaos.")
        {
            root, minutes, seed, silos, tenants, rooms, events, only,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            new ChaosOptions(
                parsed.GetRequiredValue(root).FullName,
                parsed.GetValue(minutes),
                parsed.GetValue(seed),
                parsed.GetValue(silos),
                Parts(parsed.GetValue(only))!.Value,
                parsed.GetValue(tenants),
                parsed.GetValue(rooms),
                parsed.GetValue(events)),
            cancellation));
        return command;
    }

    private static Option<T> Within<T>(Option<T> option, T least, T most)
        where T : IComparable<T>, IParsable<T>
    {
        option.Validators.Add(result =>
        {
            // What is no number at all the parser complains of by itself.
            if (result.Tokens is [{ Value: var text }] && T.TryParse(text, CultureInfo.InvariantCulture, out var value)
                && (value.CompareTo(least) < 0 || value.CompareTo(most) > 0))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} has to be from {least} to {most}."));
            }
        });
        return option;
    }

    /// <summary>Null when one of the words is none of them.</summary>
    private static ChaosPart? Parts(string[]? words)
    {
        var parts = ChaosPart.None;
        foreach (var word in (words ?? []).SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!Enum.TryParse<ChaosPart>(word, ignoreCase: true, out var part) || char.IsAsciiDigit(word[0]))
            {
                return null;
            }

            parts |= part;
        }

        return words is { Length: > 0 } ? parts : ChaosPart.All;
    }

    private static async Task<int> RunAsync(ChaosOptions options, CancellationToken cancellation)
    {
        if (ChaosSettings.Read(Environment.GetEnvironmentVariable, options, out var missing) is not { } settings)
        {
            return await FailAsync($"{missing} not set. Use ./relaykit chaos, which sets up all of it.");
        }

        var clock = Stopwatch.StartNew();
        try
        {
            Console.WriteLine(Repeat(options));
            var outcome = await new ChaosRun(settings, Say, TimeProvider.System).RunAsync(cancellation);
            Print(options, outcome);
            return outcome.IsSound ? 0 : Differs;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (Exception fault) when (fault is ChaosFailedException or JsonApiException or HttpRequestException or NpgsqlException
            or OperationCanceledException or AuditUnavailableException)
        {
            return await FailAsync($"{fault.Message} To repeat it: {Repeat(options)}. The logs are .relaykit/logs/chaos-*.log.");
        }

        void Say(string what) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {clock.Elapsed:mm\\:ss\\.f}  {what}"));
    }

    private static string Repeat(ChaosOptions options)
    {
        var only = options.Parts switch
        {
            ChaosPart.All => "",
            ChaosPart.None => " --only none",
            _ => $" --only {options.Parts.ToString().Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()}",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"./relaykit chaos --minutes {options.Minutes} --seed {options.Seed} --silos {options.Silos} --tenants {options.Tenants} --rooms {options.RoomsPerTenant} --events-per-second {options.EventsPerSecond}{only}");
    }

    private static void Print(ChaosOptions options, ChaosOutcome outcome)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 160;
        }

        var judgement = outcome.Judgement;
        var table = new Table().Border(TableBorder.Rounded).AddColumn("the length rests on").AddColumn(Right("participants"))
            .AddColumn(Right("true ms")).AddColumn(Right("ledger ms")).AddColumn(Right("difference ms")).AddColumn(Right("of it too much"));
        foreach (var (ground, share) in judgement.Shares)
        {
            table.AddRow(Word(ground), Text(share.Participants), Text(share.TrueMs), Text(share.LedgerMs), Text(share.LedgerMs - share.TrueMs), Text(share.OverMs));
        }

        AnsiConsole.WriteLine();
        AnsiConsole.Write(table);
        Line($"done to it: {string.Join(", ", outcome.Deeds.OrderBy(deed => deed.Key).Select(deed => $"{deed.Key} {deed.Value}"))}");
        Line($"in the rooms: {string.Join(", ", outcome.Acts.Where(act => act.Value > 0).Select(act => $"{act.Key} {act.Value}"))}");
        Line($"{judgement.Rooms} lives of rooms; joins, leaves, starts and ends: {judgement.Acknowledged} webhooks acknowledged, {judgement.NotAcknowledged} not");
        if (outcome.Webhooks is { } webhooks)
        {
            PrintWebhooks(webhooks);
        }

        Line($"looks that saw everybody: {outcome.WholeLooks}, that failed: {outcome.FailedLooks}; ends that no single look explains: {judgement.Obscured}");
        Line($"processes that ended by themselves and were started again: {outcome.EndedByThemselves}; that hung at their stop: {outcome.StopsThatHung}");
        if (outcome.WriteWaits.Count > 0)
        {
            Line($"PostgreSQL was killed {outcome.PostgresKills} times; the next write came at most {outcome.WriteWaits.Max().TotalSeconds:0.0} s after it answered again (median {Median(outcome.WriteWaits).TotalSeconds:0.0} s)");
        }

        Line($"acknowledged and lost: {judgement.Differences.Count(difference => difference.Law == "acknowledged and lost")}; differences: {judgement.Differences.Count}; audit: {outcome.Audit.Violations} violations");
        if (!outcome.IsSound)
        {
            PrintDifferences(options, outcome);
        }
    }

    private static void PrintWebhooks(WebhookTally webhooks)
    {
        Line($"webhooks of tenants: {webhooks.Events:N0} events, {webhooks.Delivered:N0} delivered by {webhooks.Requests:N0} requests of which {webhooks.Failed:N0} were let fail; {webhooks.Repeated:N0} came again though accepted ({webhooks.RepeatedShare:P3})");
        if (webhooks.FirstTry is { } first)
        {
            Line($"first tried after {first.P50.TotalMilliseconds:N0} ms (median), {first.P99.TotalMilliseconds:N0} ms (99 of 100), {first.Longest.TotalMilliseconds:N0} ms (longest)");
        }
    }

    private static void PrintDifferences(ChaosOptions options, ChaosOutcome outcome)
    {
        AnsiConsole.WriteLine();
        foreach (var difference in outcome.Judgement.Differences.Take(Shown))
        {
            AnsiConsole.WriteLine(difference.ToString());
        }

        foreach (var finding in outcome.Audit.First)
        {
            AnsiConsole.WriteLine($"audit: {finding.Check}: {finding.Tenant}: {finding.Detail}");
        }

        AnsiConsole.WriteLine($"The ledger and the truth differ. To repeat it: {Repeat(options)}");
        AnsiConsole.WriteLine("The truth and all rows are in .relaykit/chaos/evidence.json, the logs in .relaykit/logs/chaos-*.log.");
    }

    private static string Word(Ground ground) => ground switch
    {
        Ground.Leave => "the leave that LiveKit told",
        Ground.RoomEnd => "the room's end that LiveKit told",
        Ground.Looks => "looks at LiveKit: nobody told of the end",
        _ => "nothing: never told, never seen",
    };

    private static TimeSpan Median(IReadOnlyList<TimeSpan> waits) => waits.Order().ElementAt(waits.Count / 2);

    private static void Line(FormattableString line) => AnsiConsole.WriteLine(FormattableString.Invariant(line));

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync($"chaos: {message}");
        return CannotRun;
    }
}
