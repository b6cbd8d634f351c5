using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using RelayKit.Limits;
using RelayKit.Tenants;

namespace RelayKit.Abuse;

/// <summary>Adds up a tenant's minutes over all processes, and does what follows from them.</summary>
[RandomPlacement]
internal sealed partial class TenantAbuseGrain(
    [PersistentState("abuse")] IPersistentState<TenantAbuseState> state,
    IAbuseStore store,
    GrainReferences<ITenantGrain> tenants,
    IOptions<AbuseOptions> options,
    TimeProvider time,
    ILogger<TenantAbuseGrain> logger) : Grain, ITenantAbuseGrain
{
    /// <summary>The present minute, and the one before, of which the last reports come when it is over.</summary>
    private const int Minutes = 2;

    /// <summary>What a room costs of the tenant's points; a slowed tenant still gets to read.</summary>
    private const int PointsOfRoom = 3;
    private const int LeastPointsPerSecond = 15;
    private const int SecondsInMinute = 60;

    /// <summary>For how long a rule leaves a tenant alone whose suspension the operator has ended past the list of incidents.</summary>
    private static readonly TimeSpan ExemptAfterResume = TimeSpan.FromDays(1);

    /// <summary>How often what changes nothing is written: the history.</summary>
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);

    private readonly Dictionary<AbuseRule, ActivityTally> _tallies = [];
    private DateTimeOffset _writtenAt;

    private TenantId Tenant => TenantId.TryParse(this.GetPrimaryKeyString(), out var id)
        ? id
        : throw new FormatException($"'{this.GetPrimaryKeyString()}' is not a tenant's id.");

    public async Task ReportAsync(Guid process, ImmutableArray<ActivityCount> counts)
    {
        var now = time.GetUtcNow();
        var minute = ActivityCount.MinuteOf(now);
        foreach (var rule in counts.GroupBy(static count => count.Rule))
        {
            if (!_tallies.TryGetValue(rule.Key, out var tally))
            {
                _tallies[rule.Key] = tally = new ActivityTally(Minutes);
            }

            foreach (var count in rule)
            {
                tally.Take(process, count.Minute, count.Count);
            }

            tally.Forget(minute);
            await NoticeResumptionAsync(rule.Key, now);
            foreach (var counted in rule.Select(static count => count.Minute).Distinct().Order().Where(counted => counted > minute - Minutes && counted <= minute))
            {
                await LookAsync(rule.Key, counted, tally.InMinute(counted), now);
            }
        }

        if (now - _writtenAt >= WriteEvery)
        {
            await WriteAsync(now);
        }
    }

    public async Task<AbuseIncident> UndoAsync(AbuseIncident incident, DateTimeOffset exemptUntil, CancellationToken cancellation)
    {
        var record = state.State.Of(incident.Rule);
        var now = time.GetUtcNow();
        if (record.Incident == incident.Id)
        {
            var tenant = tenants.Get(Tenant.ToString());
            await tenant.EndSlowdownAsync(cancellation);
            if (record.IsSuspended)
            {
                await tenant.ResumeAsync(cancellation);
            }
        }

        state.State.Set(incident.Rule, record.Undone(exemptUntil));
        await WriteAsync(now);
        var undone = incident with { UndoneAt = incident.UndoneAt ?? now, ExemptUntil = exemptUntil };
        await store.SaveAsync(undone, cancellation);
        return undone;
    }

    private async Task LookAsync(AbuseRule rule, long minute, int count, DateTimeOffset now)
    {
        var before = state.State.Of(rule);
        var (next, stage) = before.Take(options.Value, rule, minute, count, now);
        state.State.Set(rule, next);
        if (stage is not { } reached)
        {
            return;
        }

        var threshold = next.Threshold(options.Value.OfTenants(rule), minute);
        var tenant = tenants.Get(Tenant.ToString());
        var what = string.Create(CultureInfo.InvariantCulture, $"{count} {(rule == AbuseRule.Mints ? "join tokens" : "rooms")} were asked for in a minute");
        if (reached == AbuseStage.Suspended)
        {
            await tenant.SuspendAsync(
                new NewSuspension($"{what}, again and again after the tenant was slowed. Ask the operator.", options.Value.SuspensionGrace), CancellationToken.None);
        }
        else
        {
            var reason = string.Create(CultureInfo.InvariantCulture, $"{what}, where {threshold} are many times what is usual for this tenant.");
            await tenant.SlowAsync(new Slowdown(next.SlowedUntil!.Value, reason, RatesOf(rule, threshold)), CancellationToken.None);
        }

        // Written when it has come about: if this fails, the next report finds the same.
        await WriteAsync(now);
        if (before.Incident != next.Incident || before.IsSuspended != next.IsSuspended)
        {
            LogActed(Tenant, rule.Word(), reached.Word(), count, threshold);
        }

        await store.SaveAsync(
            new AbuseIncident
            {
                Id = next.Incident!.Value,
                Rule = rule,
                Tenant = Tenant.Value,
                Stage = reached,
                Count = count,
                Threshold = threshold,
                StageAt = now,
                Until = next.SlowedUntil,
            },
            CancellationToken.None);
    }

    /// <summary>The operator may end a suspension past the list of incidents: that is as good as undoing it there.</summary>
    private async Task NoticeResumptionAsync(AbuseRule rule, DateTimeOffset now)
    {
        var record = state.State.Of(rule);
        if (record is { IsSuspended: true, Incident: { } id }
            && (await tenants.Get(Tenant.ToString()).GetPolicyAsync()).Suspension is null
            && await store.FindAsync(id, CancellationToken.None) is { } incident)
        {
            await UndoAsync(incident, now + ExemptAfterResume, CancellationToken.None);
        }
    }

    private static RateLimitSet RatesOf(AbuseRule rule, int threshold)
    {
        var perSecond = Math.Max(1, threshold / SecondsInMinute);
        var points = Math.Max(LeastPointsPerSecond, perSecond * PointsOfRoom);
        return rule == AbuseRule.Mints
            ? new RateLimitSet(null, null, perSecond, perSecond)
            : new RateLimitSet(points, points, null, null);
    }

    private async Task WriteAsync(DateTimeOffset now)
    {
        await state.WriteStateAsync();
        _writtenAt = now;
    }

    [LoggerMessage(LogLevel.Warning, "{Tenant} is {Stage} by the rule about {Rule}: {Count} in a minute, of which {Threshold} are allowed")]
    private partial void LogActed(TenantId tenant, string rule, string stage, int count, int threshold);
}
