using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using RelayKit.Cli.Http;
using RelayKit.Client;
using Spectre.Console;

namespace RelayKit.Cli.Demo;

/// <summary><c>demo</c>: the whole story in under a minute, at its end the truth beside the meter, a recording that came back, and the invoice.</summary>
internal static class DemoCommand
{
    private const int Disagreement = 1;
    private const int CannotRun = 2;

    public static Command Create()
    {
        var root = new Option<DirectoryInfo>("--root")
        {
            Description = "The clone; logs go to .relaykit below it.",
            DefaultValueFactory = _ => new DirectoryInfo(Environment.CurrentDirectory),
        };
        var command = new Command("demo", "Tells the whole story with real processes and compares the meter and a recording with the truth. Called by ./relaykit demo.")
        {
            root,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(root).FullName, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string root, CancellationToken cancellation)
    {
        if (DemoSettings.Read(root, Environment.GetEnvironmentVariable, out var missing) is not { } settings)
        {
            await Console.Error.WriteLineAsync($"demo: {missing} not set. Use ./relaykit demo, which sets up all of it.");
            return CannotRun;
        }

        var clock = Stopwatch.StartNew();
        await using var processes = new DemoProcesses(settings);
        using var world = new DemoWorld(settings);
        try
        {
            await processes.StartSimulatorAsync(cancellation);
            await processes.StartStripeAsync(cancellation);
            await processes.StartSiloAsync(cancellation);
            var meter = new LiveMeter(DemoStory.Rooms, world.UsageAsync, world.RoomAsync);
            var story = new DemoStory(world, processes, meter).TellAsync(cancellation);
            await meter.ShowWhileAsync(story);
            var file = await story;

            // The recorder is a participant too: in a class of its own, which is metered beside the people's.
            var usage = await world.UsageAsync();
            var table = TruthTable.Compare(await world.TruthAsync(), await world.MeteredAsync(), usage.ParticipantMs + usage.ByKind.Egress);
            Print(table, clock.Elapsed);
            Print(file);
            Console.WriteLine();
            Console.WriteLine("Usage is reported to Stripe once a minute here; the next report is waited for ...");
            var invoice = await world.Bill.ReadAsync(usage.ParticipantMs, cancellation);
            Print(invoice);
            return table.Agrees && file.Agrees && invoice.Agrees ? 0 : Disagreement;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception fault) when (fault is DemoFailedException or RelayKitException or JsonApiException or HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"demo: {fault.Message}");
            await Console.Error.WriteLineAsync("demo: the logs are .relaykit/logs/demo-silo.log and demo-simulator.log.");
            return CannotRun;
        }
    }

    private static void Print(TruthTable truth, TimeSpan took)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("room").AddColumn("who").AddColumn("participant sid")
            .AddColumn(Right("true ms")).AddColumn(Right("metered ms")).AddColumn(Right("difference ms"));
        foreach (var row in truth.Rows.OrderBy(row => row.Room, StringComparer.Ordinal))
        {
            var room = row.Room[(row.Room.LastIndexOf('_') + 1)..];
            table.AddRow(
                room, row.Identity, row.Sid, Ms(row.TrueMs), Ms(row.MeteredMs), row.Note.Length > 0 ? $"{Ms(row.DifferenceMs)} {row.Note}" : Ms(row.DifferenceMs));
        }

        table.AddEmptyRow();
        table.AddRow("all", "", "participant sessions", Ms(truth.TrueMs), Ms(truth.MeteredMs), Ms(truth.MeteredMs - truth.TrueMs));
        table.AddRow("all", "", "GET /v1/usage", Ms(truth.TrueMs), Ms(truth.UsageMs), Ms(truth.UsageMs - truth.TrueMs));
        AnsiConsole.WriteLine();
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{truth.Rows.Count} participant sessions in {took.TotalSeconds:0} s, a SIGKILL among them. {(truth.Agrees ? "The difference is 0 ms." : "The meter is WRONG.")}"));
    }

    private static void Print(RecordedFile file)
    {
        // Not by AnsiConsole, which breaks a hash where the terminal is narrow.
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The recording of {file.Room} ({file.Bytes} bytes), as LiveKit uploaded it and as it came back by the link:"));
        Console.WriteLine($"  uploaded    sha256 {file.UploadedSha256}");
        Console.WriteLine($"  downloaded  sha256 {file.DownloadedSha256}");
        Console.WriteLine(file.Agrees ? "The two are equal." : "The two DIFFER.");
    }

    private static void Print(DemoInvoice invoice)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn($"invoice of {invoice.Month}").AddColumn("participant session, recording").AddColumn("LiveKit's events")
            .AddColumn(Right("billed ms")).AddColumn(Right("minutes")).AddColumn(Right("included")).AddColumn(Right(invoice.Currency));
        foreach (var line in invoice.Lines)
        {
            table.AddRow(line.Name, "", "", Ms(line.UsedMs), Ms(line.Quantity), Ms(line.Included), Cents(line.Amount));
            foreach (var session in line.Sessions)
            {
                table.AddRow("", session.Id, session.Events, Ms(session.BilledMs), "", "", "");
            }

            table.AddEmptyRow();
        }

        table.AddRow("total", "", "", "", "", "", Cents(invoice.Total));
        AnsiConsole.WriteLine();
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The ledger has {invoice.LedgerMinutes} whole participant-minutes, the invoice {invoice.InvoicedMinutes}, and Stripe was told of {invoice.StripeMinutes}; its invoice comes to {Cents(invoice.StripeTotal)}. {(invoice.Agrees ? "They agree." : "They DIFFER.")}"));
    }

    private static string Cents(long cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();

    private static string Ms(long milliseconds) => milliseconds.ToString(CultureInfo.InvariantCulture);
}
