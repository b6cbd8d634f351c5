using RelayKit.Ledger;
using RelayKit.Tenants;
using RelayKit.UnitTests.Simulation.Database;
using RelayKit.UnitTests.Simulation.Scheduling;
using RelayKit.UnitTests.Simulation.Silos;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation.Laws;

/// <summary>The line is true: whenever nothing is on its way to a meter, it shows what the ledger has at that instant; and never less than nothing.</summary>
internal sealed class MeterLaw(World world, VirtualDatabase database, VirtualStores stores, VirtualCluster cluster, MeterTruth truth)
{
    /// <summary>How many readings were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>How many could not be, since something was lost with a silo and the ledger not read since.</summary>
    public int Excused { get; private set; }

    /// <summary>To be called when nobody has anything to do.</summary>
    public void CheckQuiet()
    {
        foreach (var tenant in truth.TakeQuiet())
        {
            Check(tenant);
        }
    }

    public void Check(TenantId tenant)
    {
        if (cluster.AwakeMeterOf(new MeterKey(tenant, Mode.Live)) is not { IsIdle: true } meter)
        {
            return;
        }

        if (truth.HasLost(tenant))
        {
            Excused++;
            return;
        }

        Compared++;
        stores.IsInstant = true;
        var reading = meter.Usage.ReadAsync();
        var state = meter.Usage.CurrentAsync();
        stores.IsInstant = false;
        Compare(tenant, reading.GetAwaiter().GetResult());
        CompareLabels(tenant, state.AsTask().GetAwaiter().GetResult(), reading.GetAwaiter().GetResult().AsOfMs);
    }

    /// <summary>What a tenant's backend may see at any time at all.</summary>
    public static void CheckSane(UsageReading reading)
    {
        if (reading.UsedMs.Any(ms => ms < 0) || reading.Active.Any(active => active < 0) || reading.ActiveSessions < 0)
        {
            throw new BrokenLawException($"A meter shows less than nothing: {string.Join(' ', reading.UsedMs)}, {string.Join(' ', reading.Active)}.");
        }
    }

    private void CompareLabels(TenantId tenant, MeterState state, long atMs)
    {
        foreach (var label in VirtualMeter.Watched)
        {
            var rows = database.Sessions.Where(session => session.Room.Tenant == tenant).SelectMany(session => session.Participants.Values)
                .Where(row => row.Labels.Labels.Contains(label) && row.Class.IsBilled())
                .ToList();
            var due = rows.Sum(row => UsageLine.Of(row.Connected, state.Period.StartMs).UsedAt(atMs));
            var (line, active) = (state.BilledOf(label), rows.Count(row => row.Connected.LeftAtMs is null));
            if (line.UsedAt(atMs) != due || line.Active != active || state.ParticipantsOf(label) != active)
            {
                throw new BrokenLawException(
                    $"The meter of {tenant} shows {line.UsedAt(atMs)} ms and {line.Active} active of {label}; the ledger has {due} ms and {active}.");
            }
        }
    }

    private void Compare(TenantId tenant, UsageReading reading)
    {
        CheckSane(reading);
        var (used, active) = (new long[ParticipantClasses.Count], new long[ParticipantClasses.Count]);
        var (reconciled, presumed) = (new long[ParticipantClasses.Count], new long[ParticipantClasses.Count]);
        var sessions = database.Sessions.Where(session => session.Room.Tenant == tenant).ToList();
        foreach (var row in sessions.SelectMany(session => session.Participants.Values))
        {
            var from = Math.Max(row.Connected.JoinedAtMs, reading.Period.StartMs);
            var ms = Math.Max(row.Connected.EndMs ?? reading.AsOfMs, reading.Period.StartMs) - from;
            used[(int)row.Class] += ms;
            reconciled[(int)row.Class] += row.Evidence == Evidence.Reconciled ? ms : 0;
            presumed[(int)row.Class] += row.Evidence == Evidence.Presumed ? ms : 0;
            active[(int)row.Class] += row.Connected.LeftAtMs is null ? 1 : 0;
        }

        var open = sessions.Count(session => session.Row.EndedAtMs is null);
        if (!used.SequenceEqual(reading.UsedMs) || !active.SequenceEqual(reading.Active) || open != reading.ActiveSessions
            || !reconciled.SequenceEqual(reading.ReconciledMs!) || !presumed.SequenceEqual(reading.PresumedMs!)
            || reading.AsOfMs < world.NowMs || reading.Period != UsagePeriod.Containing(world.Time.GetUtcNow()))
        {
            throw new BrokenLawException(
                $"The meter of {tenant} shows {string.Join(' ', reading.UsedMs)} ms ({string.Join(' ', reading.ReconciledMs!)} reconciled, {string.Join(' ', reading.PresumedMs!)} presumed), {string.Join(' ', reading.Active)} active in {reading.ActiveSessions} sessions; "
                + $"the ledger has {string.Join(' ', used)} ms ({string.Join(' ', reconciled)}, {string.Join(' ', presumed)}), {string.Join(' ', active)} active in {open} sessions.");
        }
    }
}
