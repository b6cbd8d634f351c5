using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Options;
using RelayKit.Storage.Audit;
using RelayKit.Tenants;
using Spectre.Console;

namespace RelayKit.Cli.Audit;

/// <summary><c>audit</c>: recomputes the ledger's laws on a live database; exits 1 if one is broken, 2 if it could not look.</summary>
internal static class AuditCommand
{
    private const int FindingsShown = 20;
    private const int Broken = 1;
    private const int CannotRun = 2;

    public static Command Create()
    {
        var root = new Option<DirectoryInfo>("--root")
        {
            Description = "The clone, whose .relaykit/dev.json is looked at last.",
            DefaultValueFactory = _ => new DirectoryInfo(Environment.CurrentDirectory),
        };
        var postgres = new Option<string?>("--postgres") { Description = "Npgsql connection string; else RelayKit__Postgres, else dev.json." };
        var tenant = new Option<string?>("--tenant") { Description = "Only this tenant, ten_…" };
        var command = new Command("audit", "Recomputes the ledger's laws from the rows of a live database. Changes nothing.") { root, postgres, tenant };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(postgres) ?? ReadConnection(parsed.GetRequiredValue(root).FullName), parsed.GetValue(tenant), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? connection, string? only, CancellationToken cancellation)
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

        try
        {
            await using var audit = new LedgerAudit(connection);
            var tenants = chosen is { } one ? [one] : await audit.ListTenantsAsync(cancellation);
            return Report(tenants.Count, await CheckAsync(audit, tenants, cancellation));
        }
        catch (Exception fault) when (fault is AuditUnavailableException or OptionsValidationException)
        {
            return await FailAsync(fault.Message);
        }
    }

    private static async Task<List<AuditFinding>> CheckAsync(
        LedgerAudit audit, IReadOnlyList<TenantId> tenants, CancellationToken cancellation)
    {
        var findings = new List<AuditFinding>();
        await AnsiConsole.Progress().HideCompleted(true).StartAsync(async progress =>
        {
            var task = progress.AddTask("tenants", maxValue: Math.Max(1, tenants.Count));
            foreach (var tenant in tenants)
            {
                await foreach (var finding in audit.CheckAsync(tenant, cancellation))
                {
                    findings.Add(finding);
                }

                task.Increment(1);
            }
        });
        return findings;
    }

    private static int Report(int tenants, List<AuditFinding> findings)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("law").AddColumn("what has to hold").AddColumn("broken");
        foreach (var check in AuditCheck.All)
        {
            var broken = findings.Count(finding => finding.Check == check.Name);
            table.AddRow(check.Name, check.Meaning, broken == 0 ? "[green]0[/]" : $"[red]{broken}[/]");
        }

        AnsiConsole.Write(table);
        foreach (var finding in findings.Take(FindingsShown))
        {
            AnsiConsole.WriteLine($"{finding.Check}: {finding.Tenant}: {finding.Detail}");
        }

        if (findings.Count > FindingsShown)
        {
            AnsiConsole.WriteLine($"… and {findings.Count - FindingsShown} more.");
        }

        AnsiConsole.WriteLine($"{tenants} tenants, {findings.Count} violations.");
        return findings.Count == 0 ? 0 : Broken;
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
}
