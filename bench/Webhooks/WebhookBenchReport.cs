using System.Globalization;
using System.Text.Json.Nodes;
using RelayKit.Bench.Load;
using Spectre.Console;

namespace RelayKit.Bench.Webhooks;

/// <summary>Processor microseconds that one request costs.</summary>
/// <param name="Server">In the server that answers.</param>
/// <param name="Load">In the load generator.</param>
/// <param name="Postgres">In PostgreSQL, all of its processes on this machine.</param>
internal sealed record CostPerRequest(double Server, double Load, double Postgres);

/// <summary>The figures of a run, as ratios to the ceilings of the same run.</summary>
internal sealed class WebhookBenchReport
{
    public const string Hello = "hello, 64 connections";
    public const string Verify = "verify only, 64 connections";
    public const string VerifyAgain = "verify only, at the end";
    public const string DurableFew = "durable, 64 connections";
    public const string DurableMany = "durable, all connections";
    public const string OpenHalf = "durable, open loop at half";

    private const int MinWidth = 120;
    private const double MustOfVerify = 0.30;
    private const double TooNoisy = 0.15;
    private const double TolerableFailures = 0.001;

    private readonly Dictionary<string, (LoadResult Result, CostPerRequest Cost)> _rows = [];

    public double SiloMiB { get; set; }

    public bool HasFailures => _rows.Values.Any(row => row.Result.Failed > TolerableFailures * (row.Result.Answered + row.Result.Failed));

    public void Add(string name, LoadResult result, CostPerRequest cost) => _rows[name] = (result, cost);

    public void Print(string machine, long acknowledged, long counted)
    {
        // A log has no width to keep to, and a table that is broken into syllables cannot be read.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, MinWidth);
        var table = new Table().Border(TableBorder.Rounded).AddColumn("what");
        foreach (var column in new[] { "per second", "of verify", "p50 ms", "p95 ms", "p99 ms", "failed", "server µs", "load µs", "PG µs" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var (name, (result, cost)) in _rows)
        {
            table.AddRow(
                name, Text(result.PerSecond, "0"), Text(result.PerSecond / Rate(Verify), "0.00"),
                Text(result.Milliseconds(50), "0.00"), Text(result.Milliseconds(95), "0.00"), Text(result.Milliseconds(99), "0.00"),
                Text(result.Failed, "0"), Text(cost.Server, "0"), Text(cost.Load, "0"), Text(cost.Postgres, "0"));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("µs are processor time for one request in the server, the load generator and PostgreSQL. " + machine);
        AnsiConsole.WriteLine($"Silo: {Text(SiloMiB, "0")} MiB resident. Acknowledged {acknowledged} webhooks; the ledger holds {counted} joins and leaves{(acknowledged == counted ? "." : ": THEY DIFFER.")}");
        AnsiConsole.WriteLine($"Durable at all connections is {Text(Rate(DurableMany) / Rate(Verify), "0.00")} of verify-only; at least {Text(MustOfVerify, "0.00")} is wanted.");
        if (Math.Abs(Rate(Verify) - Rate(VerifyAgain)) > Rate(Verify) * TooNoisy)
        {
            AnsiConsole.WriteLine("The two measurements of verify-only are more than 15 % apart: the machine was too noisy to trust these figures.");
        }
    }

    public JsonObject ToJson() => new()
    {
        ["webhooks"] = new JsonObject
        {
            ["hello_per_s"] = Rate(Hello),
            ["verify_only_per_s"] = Rate(Verify),
            ["durable_per_s"] = Rate(DurableMany),
            ["durable_64_per_s"] = Rate(DurableFew),
            ["durable_at_64_p50_ms"] = _rows[DurableFew].Result.Milliseconds(50),
            ["durable_at_64_p95_ms"] = _rows[DurableFew].Result.Milliseconds(95),
            ["durable_at_64_p99_ms"] = _rows[DurableFew].Result.Milliseconds(99),
            ["p99_ms_at_half"] = _rows[OpenHalf].Result.Milliseconds(99),
        },
    };

    private double Rate(string name) => _rows[name].Result.PerSecond;

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
