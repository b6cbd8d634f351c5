using System.Text.Json;
using Npgsql;
using RelayKit.Cli.Audit;
using RelayKit.Cli.Chaos.Judging;
using RelayKit.Cli.Chaos.Plan;
using RelayKit.Cli.Chaos.Processes;
using RelayKit.Cli.Chaos.Receivers;
using RelayKit.Cli.Chaos.World;
using RelayKit.Storage.Audit;
using RelayKit.Usage;

namespace RelayKit.Cli.Chaos;

/// <summary>One run: everything is started, the storm goes over it, the dust settles, and the ledger is held against the truth.</summary>
internal sealed class ChaosRun(ChaosSettings settings, Action<string> said, TimeProvider time)
{
    private const int FindingsKept = 20;
    private static readonly TimeSpan MeterPatience = TimeSpan.FromSeconds(20);

    public async Task<ChaosOutcome> RunAsync(CancellationToken cancellation)
    {
        await using var stack = new ChaosStack(settings, said);
        said($"starting PostgreSQL, the LiveKit simulator, {settings.Silos} silos and an API");
        await stack.StartAsync(cancellation);
        using var world = new ChaosWorld(settings, stack.ApiUrl, stack.SimulatorUrl);
        await using var receiver = settings.Parts.HasFlag(ChaosPart.Receivers) ? new WebhookReceiver(stack.ReceiverPort, settings.Seed, time) : null;
        if (receiver is not null)
        {
            await receiver.StartAsync(cancellation);
        }

        await world.CreateAsync(receiver);
        await using var database = NpgsqlDataSource.Create(stack.Connection);
        var ledger = new LedgerReader(database);
        var looks = new Looks(world, time);
        var writes = new WriteWatch(ledger, time);
        var storm = new Storm(stack, world, writes, said, time);
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            var supervision = stack.SuperviseAsync(over.Token);
            var looking = looks.GoOnAsync(over.Token);
            await world.BeginAsync();
            var length = TimeSpan.FromMinutes(settings.Minutes);
            await storm.PlayAsync(ChaosPlan.Of(settings.Seed, length, settings.Silos, settings.Parts), length, cancellation);
            said("the storm is over: everybody leaves");
            await world.EndAsync();
            await over.CancelAsync();
            await Task.WhenAll(supervision, looking);
        }

        await stack.SettleAsync(cancellation);
        await world.DrainAsync(cancellation);
        said("every room is closed and every webhook sent; now two looks let go of whom nobody told of");
        await looks.SettleAsync(cancellation);
        var truth = await world.TruthAsync();
        var rows = await ledger.ReadAsync(cancellation);
        var judgement = Judge.Compare(truth, rows, looks.Whole);
        await CompareMetersAsync(judgement, world, rows, cancellation);
        var webhooks = receiver is null ? null : await new WebhookJudge(database, receiver, time).JudgeAsync(judgement, settings.Parts, cancellation);
        said("auditing");
        var audit = await AuditAsync(stack.Connection, cancellation);
        if (!settings.Parts.HasFlag(ChaosPart.Silos))
        {
            CheckWrites(judgement, writes);
        }

        var outcome = new ChaosOutcome
        {
            Judgement = judgement,
            Audit = audit,
            Acts = await world.ActsAsync(),
            Deeds = storm.Done,
            Webhooks = webhooks,
            WholeLooks = looks.Whole.Count,
            FailedLooks = looks.Failed,
            PostgresKills = stack.Postgres.Kills,
            WriteWaits = writes.Waits,
            EndedByThemselves = stack.EndedByThemselves,
            StopsThatHung = stack.StopsThatHung,
        };
        if (!outcome.IsSound)
        {
            await KeepEvidenceAsync(truth, rows, outcome, looks, cancellation);
        }

        return outcome;
    }

    /// <summary>The live meters are fed apart from the webhooks, so they may need a moment.</summary>
    private async Task CompareMetersAsync(Judgement judgement, ChaosWorld world, LedgerRows rows, CancellationToken cancellation)
    {
        var billed = rows.Participants
            .Where(row => row.Kind is "standard" or "sip" or "ingress" && row.EndedAtMs is not null)
            .ToLookup(row => row.Tenant);
        var began = time.GetTimestamp();
        foreach (var tenant in world.Tenants)
        {
            while (true)
            {
                var usage = await world.UsageAsync(tenant);
                var period = UsagePeriod.Containing((DateTimeOffset)usage["as_of"]!);
                var expected = billed[tenant.Id].Sum(row => Math.Max(0, Math.Min(row.EndedAtMs!.Value, period.EndMs) - Math.Max(row.JoinedAtMs, period.StartMs)));
                var metered = (long)usage["participant_ms"]!;
                if (metered == expected && (long)usage["active_participants"]! == 0)
                {
                    break;
                }

                if (time.GetElapsedTime(began) > MeterPatience)
                {
                    judgement.Differ(
                        "meter", tenant.Name, $"GET /v1/usage says {metered} ms and {usage["active_participants"]} connected, the ledger's rows have {expected} ms");
                    break;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellation);
            }
        }
    }

    private static async Task<AuditReport> AuditAsync(string connection, CancellationToken cancellation)
    {
        await using var audit = new LedgerAudit(connection);
        var run = new AuditRun(audit, FindingsKept, (_, _) => { });
        foreach (var tenant in await audit.ListTenantsAsync(cancellation))
        {
            await run.CheckAsync(tenant, repair: false, new Unheard(), cancellation);
        }

        return run.Found;
    }

    /// <summary>Only where all silos were there to write: one that starts in the same moment has other reasons to be late.</summary>
    private static void CheckWrites(Judgement judgement, WriteWatch writes)
    {
        foreach (var late in writes.Waits.Where(wait => wait > WriteWatch.Allowed))
        {
            judgement.Differ("writes stood still", "PostgreSQL", FormattableString.Invariant($"{late.TotalSeconds:0.0} s after it answered again; {WriteWatch.Allowed.TotalSeconds:0} s are allowed"));
        }
    }

    private async Task KeepEvidenceAsync(object truth, LedgerRows rows, ChaosOutcome outcome, Looks looks, CancellationToken cancellation)
    {
        Directory.CreateDirectory(settings.EvidenceFolder);
        await File.WriteAllTextAsync(
            Path.Combine(settings.EvidenceFolder, "evidence.json"),
            JsonSerializer.Serialize(
                new { settings.Seed, settings.Minutes, settings.Silos, Truth = truth, Ledger = rows, Looks = looks.Whole, Differences = outcome.Judgement.Differences },
                Indented),
            cancellation);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private sealed class Unheard : IProgress<AuditStep>
    {
        public void Report(AuditStep value)
        {
        }
    }
}
