using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace RelayKit.Bench.Measuring;

/// <summary>What one bench found: rows for its table, figures that have to be reached, and figures for programs to read.</summary>
internal sealed class BenchReport(string name)
{
    private const int MinWidth = 130;
    private const double TooNoisy = 0.10;

    private readonly List<Row> _rows = [];
    private readonly List<string> _notes = [];

    /// <summary>The bench, and its key in the JSON.</summary>
    public string Name => name;

    public List<Must> Musts { get; } = [];

    public JsonObject Figures { get; } = [];

    /// <summary>Whether the bench found something that must never be, e.g. an acknowledged event that is not in the ledger.</summary>
    public bool HasFault { get; private set; }

    public bool Succeeded => !HasFault && Musts.TrueForAll(must => must.IsMet);

    public Row Add(Row row)
    {
        _rows.Add(row);
        if (row.Result.Failed > 0)
        {
            Fault($"'{row.Name}': {row.Result.Failed} requests were answered neither 2xx nor 429 or 503, or not at all.");
        }

        if (row.Costs.Others > TooNoisy)
        {
            Note($"'{row.Name}': {Text(row.Costs.Others * 100, "0")} % of the machine went to others meanwhile; do not trust it.");
        }

        return row;
    }

    public void Note(string note) => _notes.Add(note);

    public void Fault(string fault)
    {
        HasFault = true;
        _notes.Add($"FAULT: {fault}");
    }

    /// <summary>Says so when a load that was measured twice came out differently.</summary>
    public void CompareRepeated(Row first, Row again)
    {
        var apart = Math.Abs(first.PerSecond - again.PerSecond) / Math.Max(first.PerSecond, again.PerSecond);
        if (apart > TooNoisy)
        {
            Note($"'{first.Name}' came out {Text(apart * 100, "0")} % apart when measured again: the machine was too noisy to trust this run.");
        }
    }

    public void Print()
    {
        // A log has no width to keep to, and a table that is broken into syllables cannot be read.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, MinWidth);
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine($"== {name}");
        if (_rows.Count > 0)
        {
            PrintRows();
        }

        foreach (var note in _notes)
        {
            AnsiConsole.WriteLine(note);
        }
    }

    /// <summary>Prints the figures that have to be reached, of one bench or of several.</summary>
    public static void PrintMusts(IEnumerable<BenchReport> reports)
    {
        AnsiConsole.WriteLine();
        var table = new Table().Border(TableBorder.Rounded).AddColumn("figure");
        foreach (var column in new[] { "measured", "must", "goal", "" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var must in reports.SelectMany(report => report.Musts))
        {
            table.AddRow(
                Markup.Escape(must.What),
                must.Measured is { } measured ? Text(measured, "0.###") : "not measured",
                must.Wanted,
                must.Goal is { } goal ? Text(goal, "0.###") : "",
                must.MeetsGoal ? "goal met" : must.IsMet ? "met" : "MISSED");
        }

        AnsiConsole.Write(table);
    }

    private void PrintRows()
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("load");
        foreach (var column in new[] { "per second", "p50 ms", "p95 ms", "p99 ms", "refused", "failed", "server µs", "load µs", "PG µs", "others %" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var (row, result, costs) in _rows)
        {
            table.AddRow(
                Markup.Escape(row), Text(result.PerSecond, "0"),
                Text(result.Milliseconds(50), "0.00"), Text(result.Milliseconds(95), "0.00"), Text(result.Milliseconds(99), "0.00"),
                Text(result.Refused, "0"), Text(result.Failed, "0"),
                Text(costs.Servers, "0"), Text(costs.Load, "0"), Text(costs.Postgres, "0"), Text(costs.Others * 100, "0"));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("µs: processor time for one request in the server, the load generator and PostgreSQL.");
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
