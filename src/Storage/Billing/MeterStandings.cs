using System.Collections.Immutable;
using Npgsql;
using RelayKit.Billing;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Storage.Billing;

/// <summary>Where all meters of a tenant stand in one period, and what of that came late from which.</summary>
/// <param name="Period">The period.</param>
/// <param name="Own">What was used in it.</param>
/// <param name="Late">What it takes over, by meter and period, where that is not nothing.</param>
internal sealed record MeterStandings(UsagePeriod Period, MeteredUsage Own, ImmutableArray<LateShare> Late)
{
    /// <summary>
    /// How many periods back it is looked for what came late. LiveKit's webhooks are late by minutes; only an erasure or a repair changes what is older.
    /// </summary>
    public const int LookBack = 2;

    public ImmutableArray<MeterStanding> All =>
        [.. BillingMeters.All.Select(meter => new MeterStanding(meter, Period, Own.Of(meter), Late.Where(late => late.Meter == meter).Sum(static late => late.Ms)))];

    /// <summary>Adds what has to be read to a batch, in one round trip.</summary>
    public static void Add(NpgsqlBatch batch, TenantId tenant, UsagePeriod period, DateTimeOffset upTo)
    {
        AddUsage(batch, tenant, period, upTo);
        var back = period;
        for (var i = 0; i < LookBack; i++)
        {
            back = PeriodText.Before(back);
            AddUsage(batch, tenant, back, upTo);
        }

        foreach (var sql in new[] { BillingUsageSql.SelectClosed, BillingUsageSql.SelectCarried })
        {
            var select = new NpgsqlBatchCommand(sql);
            select.Parameters.AddWithValue(tenant.Value);
            select.Parameters.AddWithValue(PeriodText.StartDay(back));
            select.Parameters.AddWithValue(PeriodText.StartDay(period));
            batch.BatchCommands.Add(select);
        }
    }

    /// <summary>Reads it from a reader that stands at the first of its results.</summary>
    public static async Task<MeterStandings> ReadAsync(NpgsqlDataReader reader, UsagePeriod period, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var own = await ReadUsageAsync(reader, period, upTo, cancellation);
        var ledger = new Dictionary<UsagePeriod, MeteredUsage>();
        for (var (i, back) = (0, PeriodText.Before(period)); i < LookBack; i++, back = PeriodText.Before(back))
        {
            await reader.NextResultAsync(cancellation);
            ledger[back] = await ReadUsageAsync(reader, back, upTo, cancellation);
        }

        await reader.NextResultAsync(cancellation);
        var closed = await ReadMsAsync(reader, cancellation);
        await reader.NextResultAsync(cancellation);
        var carried = await ReadMsAsync(reader, cancellation);
        var late = ImmutableArray.CreateBuilder<LateShare>();
        foreach (var ((meter, from), closedMs) in closed)
        {
            if (LateUsage.Carry(closedMs, ledger[from].Of(meter), carried.GetValueOrDefault((meter, from))) is var ms and not 0)
            {
                late.Add(new LateShare(meter, from, ms));
            }
        }

        return new MeterStandings(period, own, [.. late.OrderBy(static share => share.Meter).ThenBy(static share => share.From.StartMs)]);
    }

    public static void AddUsage(NpgsqlBatch batch, TenantId tenant, UsagePeriod period, DateTimeOffset upTo)
    {
        var select = new NpgsqlBatchCommand(BillingUsageSql.SelectUsage);
        select.Parameters.AddWithValue(tenant.Value);
        select.Parameters.AddWithValue(period.StartMs);
        select.Parameters.AddWithValue(period.EndMs);
        select.Parameters.AddWithValue(UpToMs(period, upTo));
        batch.BatchCommands.Add(select);
    }

    public static async Task<MeteredUsage> ReadUsageAsync(NpgsqlDataReader reader, UsagePeriod period, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var ms = new long[BillingMeters.Count];
        while (await reader.ReadAsync(cancellation))
        {
            var meter = reader.GetInt32(0) switch
            {
                BillingUsageSql.RecordingClass => BillingMeter.Recordings,
                > BillingUsageSql.RecordingClass => BillingMeter.Streams,
                var @class => BillingMeters.Of((ParticipantClass)@class),
            };
            ms[(int)meter] += reader.GetInt64(1);
        }

        return new MeteredUsage(period, UpToMs(period, upTo), [.. ms]);
    }

    public static long UpToMs(UsagePeriod period, DateTimeOffset upTo) => Math.Min(upTo.ToUnixTimeMilliseconds(), period.EndMs);

    private static async Task<Dictionary<(BillingMeter Meter, UsagePeriod From), long>> ReadMsAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var found = new Dictionary<(BillingMeter, UsagePeriod), long>();
        while (await reader.ReadAsync(cancellation))
        {
            found[(BillingMeters.Parse(reader.GetString(0)), PeriodText.Beginning(reader.GetFieldValue<DateOnly>(1)))] = reader.GetInt64(2);
        }

        return found;
    }
}

/// <summary>What a period takes over from one that is closed.</summary>
/// <param name="Meter">Which meter.</param>
/// <param name="From">The closed period.</param>
/// <param name="Ms">Milliseconds; below zero where too much was billed.</param>
internal readonly record struct LateShare(BillingMeter Meter, UsagePeriod From, long Ms);
