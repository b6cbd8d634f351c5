using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using RelayKit.Storage.Audit;
using RelayKit.Tenants;
using Spectre.Console;

namespace RelayKit.Cli.Audit;

/// <summary>
/// <c>audit</c>: recomputes the ledger's laws on a live database; exits 1 if one is broken (with <c>--repair</c>: still is), 2 if it
/// could not look.
/// </summary>
internal static class AuditCommand
{
    private const int FindingsShown = 20;
    private const int Broken = 1;
    private const int CannotRun = 2;
    private const int Interrupted = 130;

    /// <summary>Wide enough for every line: who reads them from a file or a pipe wants one line for each.</summary>
    private const int RedirectedWidth = 1000;

    public static Command Create()
    {
        var root = new Option<DirectoryInfo>("--root")
        {
            Description = "The clone, whose .relaykit/dev.json is looked at last.",
            DefaultValueFactory = _ => new DirectoryInfo(Environment.CurrentDirectory),
        };
        var postgres = new Option<string?>("--postgres") { Description = "Npgsql connection string; else RelayKit__Postgres, else dev.json." };
        var tenant = new Option<string?>("--tenant") { Description = "Only this tenant, ten_…" };
        var findings = new Option<int>("--findings")
        {
            Description = "How many violations are shown; all are counted.",
            DefaultValueFactory = _ => FindingsShown,
        };
        var repair = new Option<bool>("--repair")
        {
            Description = "Rebuild what is derived where it is wrong: roll-ups, and event counters that stand too low. Sessions and events are never changed.",
        };
        var command = new Command("audit", "Recomputes the ledger's laws from the rows of a live database. Changes nothing without --repair.")
        {
            root, postgres, tenant, findings, repair,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(postgres) ?? ReadConnection(parsed.GetRequiredValue(root).FullName),
            parsed.GetValue(tenant),
            Math.Max(0, parsed.GetValue(findings)),
            parsed.GetValue(repair),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? connection, string? only, int shown, bool repair, CancellationToken cancellation)
    {
        if (connection is null)
        {
            return await FailAsync("no database: give --postgres, set RelayKit__Postgres, or start one by ./relaykit up.");
        }

        TenantId? chosen = null;
        if (only is not null)
        {
            if (!TenantId.TryParse(only, out var id))
            {
                return await FailAsync($"--tenant {only}: an id is ten_ and 26 characters.");
            }

            chosen = id;
        }

        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = RedirectedWidth;
        }

        try
        {
            await using var audit = new LedgerAudit(connection);
            var tenants = chosen is { } one ? [one] : await audit.ListTenantsAsync(cancellation);
            var run = new AuditRun(audit, shown, (tenant, change) => AnsiConsole.WriteLine($"repaired: {tenant}: {change}"));
            await CheckAsync(run, tenants, repair, cancellation);
            return Report(tenants.Count, run, repair);
        }
        catch (Exception fault) when (fault is AuditUnavailableException or OptionsValidationException)
        {
            return await FailAsync(fault.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (Exception fault)
        {
            // A fault of ours must not be taken for one of the ledger.
            return await FailAsync($"{fault}");
        }
    }

    private static Task CheckAsync(AuditRun run, IReadOnlyList<TenantId> tenants, bool repair, CancellationToken cancellation) =>
        AnsiConsole.Progress().HideCompleted(true).StartAsync(async progress =>
        {
            var task = progress.AddTask("tenants", maxValue: Math.Max(1, tenants.Count));
            foreach (var tenant in tenants)
            {
                await run.CheckAsync(tenant, repair, new TenantProgress(task, tenant), cancellation);
                task.Increment(1);
            }
        });

    private static int Report(int tenants, AuditRun run, bool repair)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("law").AddColumn("what has to hold").AddColumn("broken");
        if (repair)
        {
            table.AddColumn("after the repair");
        }

        foreach (var check in AuditCheck.All)
        {
            string[] counts = [Count(run.Found.Of(check)), .. repair ? [Count(run.Left.Of(check))] : Array.Empty<string>()];
            table.AddRow([check.Name, check.Meaning, .. counts]);
        }

        AnsiConsole.Write(table);
        Show(run.Found);
        if (!repair)
        {
            AnsiConsole.WriteLine($"{tenants} tenants, {run.Found.Violations} violations.");
            return run.Found.Violations == 0 ? 0 : Broken;
        }

        if (run is { Repaired: > 0, Left.Violations: > 0 })
        {
            AnsiConsole.WriteLine("After the repair:");
            Show(run.Left);
        }

        AnsiConsole.WriteLine(
            $"{tenants} tenants, {run.Found.Violations} violations; {run.Repaired} rows repaired, {run.Left.Violations} violations left.");
        return run.Left.Violations == 0 ? 0 : Broken;
    }

    private static string Count(long violations) => violations == 0 ? "[green]0[/]" : $"[red]{violations}[/]";

    private static void Show(AuditReport report)
    {
        foreach (var finding in report.First)
        {
            AnsiConsole.WriteLine($"{finding.Check}: {finding.Tenant}: {finding.Detail}");
        }

        if (report.NotShown > 0)
        {
            AnsiConsole.WriteLine($"… and {report.NotShown} more.");
        }
    }

    private static string? ReadConnection(string root)
    {
        if (Environment.GetEnvironmentVariable("RelayKit__Postgres") is { Length: > 0 } given)
        {
            return given;
        }

        var dev = Path.Combine(root, ".relaykit", "dev.json");
        if (!File.Exists(dev))
        {
            return null;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(dev));
        return json.RootElement.GetProperty("postgres").GetString();
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync($"audit: {message}");
        return CannotRun;
    }

    /// <summary>Shows which tenant's which month is looked at: one tenant may have most of the rows.</summary>
    private sealed class TenantProgress(ProgressTask task, TenantId tenant) : IProgress<AuditStep>
    {
        public void Report(AuditStep value) =>
            task.Description = string.Create(CultureInfo.InvariantCulture, $"{tenant} {value.Check} {value.Month:yyyy-MM}").TrimEnd();
    }
}
