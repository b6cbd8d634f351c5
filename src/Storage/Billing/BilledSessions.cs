using System.Collections.Immutable;
using Npgsql;
using RelayKit.Billing;
using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Usage;

namespace RelayKit.Storage.Billing;

/// <summary>What a line of an invoice is added up from, as rows.</summary>
internal static class BilledSessions
{
    /// <summary>Somebody may have joined before their session began, by another clock; not by as much.</summary>
    private const long JoinedAheadMs = 24 * 3_600_000;

    /// <summary>One more than the page has room for, so that the last page knows that it is.</summary>
    public static NpgsqlBatchCommand Select(InvoiceLineQuery query)
    {
        var classes = BillingMeters.ClassesOf(query.Meter);
        var select = new NpgsqlBatchCommand(classes.IsEmpty ? BillingStoreSql.SelectMedia : BillingStoreSql.SelectParticipants);
        select.Parameters.AddWithValue(query.Tenant.Value);
        select.Parameters.AddWithValue(query.Period.StartMs);
        select.Parameters.AddWithValue(query.Period.EndMs);
        select.Parameters.AddWithValue(MeterStandings.UpToMs(query.Period, query.UpTo));
        if (classes.IsEmpty)
        {
            select.Parameters.AddWithValue(query.Meter == BillingMeter.Recordings ? "recording" : "stream");
            select.Parameters.AddWithValue(query.After?.Id ?? Guid.Empty);
            select.Parameters.AddWithValue(query.Limit + 1);
        }
        else
        {
            select.Parameters.AddWithValue(classes.Select(static @class => (short)@class).ToArray());
            select.Parameters.AddWithValue(query.After?.Id ?? Guid.Empty);
            select.Parameters.AddWithValue(query.After?.LiveKitSid ?? "");
            select.Parameters.AddWithValue(query.Limit + 1);
            select.Parameters.AddWithValue(FactId.Lowest(query.Period.EndMs + JoinedAheadMs));
        }

        return select;
    }

    public static async Task<(ImmutableArray<BilledSession> Sessions, BilledPlace? Next)> ReadAsync(
        NpgsqlDataReader reader, InvoiceLineQuery query, CancellationToken cancellation)
    {
        var sessions = ImmutableArray.CreateBuilder<BilledSession>();
        while (await reader.ReadAsync(cancellation))
        {
            sessions.Add(new BilledSession
            {
                Id = reader.GetGuid(0),
                SessionId = reader.GetNullable<Guid>(1),
                LiveKitId = reader.GetNullableString(2),
                Room = reader.GetNullableString(3),
                Identity = reader.GetNullableString(4),
                StartedAtMs = reader.GetInt64(5),
                EndedAtMs = reader.GetNullable<long>(6),
                BilledMs = reader.GetInt64(7),
                JoinEventId = reader.GetNullableString(8),
                LeaveEventId = reader.GetNullableString(9),
                Evidence = (Evidence)reader.GetInt32(10),
            });
        }

        if (sessions.Count <= query.Limit)
        {
            return (sessions.DrainToImmutable(), null);
        }

        sessions.RemoveAt(query.Limit);
        var last = sessions[^1];
        var isMedia = BillingMeters.ClassesOf(query.Meter).IsEmpty;
        return (sessions.DrainToImmutable(), isMedia ? new BilledPlace(last.Id, "") : new BilledPlace(last.SessionId!.Value, last.LiveKitId!));
    }

    public static NpgsqlBatchCommand SelectAdjustments(InvoiceLineQuery query) => new(BillingStoreSql.SelectAdjustments)
    {
        Parameters =
        {
            new() { Value = query.Tenant.Value },
            new() { Value = PeriodText.StartDay(query.Period) },
            new() { Value = query.Meter.Word() },
        },
    };

    /// <summary>
    /// Of an open period what it takes over as things stand now. Of a closed one what it took over; and what the ledger has come to since, taken off again, since
    /// another line has it, or nobody.
    /// </summary>
    public static async Task<ImmutableArray<LineAdjustment>> ReadAdjustmentsAsync(
        NpgsqlDataReader reader, InvoiceLineQuery query, MeterStandings standings, CancellationToken cancellation)
    {
        long? closedMs = null;
        var (taken, given) = (new List<LineAdjustment>(), new List<LineAdjustment>());
        while (await reader.ReadAsync(cancellation))
        {
            var (period, ms) = (PeriodText.Of(PeriodText.Beginning(reader.GetFieldValue<DateOnly>(1))), reader.GetInt64(2));
            switch (reader.GetString(0))
            {
                case "closed":
                    closedMs = ms;
                    break;
                case "from":
                    taken.Add(TakenOver(period, ms));
                    break;
                default:
                    given.Add(new LineAdjustment(period, -ms, $"Told of, or corrected, after this period was closed: it is on the invoice of {period}."));
                    break;
            }
        }

        if (closedMs is not { } own)
        {
            return [.. standings.Late.Where(late => late.Meter == query.Meter).Select(static late => TakenOver(PeriodText.Of(late.From), late.Ms))];
        }

        var rest = own - standings.Own.Of(query.Meter) - given.Sum(static adjustment => adjustment.Ms);
        if (rest != 0)
        {
            given.Add(new LineAdjustment(
                PeriodText.Of(query.Period), rest, "The ledger has changed since this period was closed, and no other invoice has it: the invoice stays as it was."));
        }

        return [.. taken, .. given];
    }

    private static LineAdjustment TakenOver(string period, long ms) => new(
        period, ms, ms > 0 ? $"Used in {period}, and told of after that period was closed." : $"Billed too much in {period}: the ledger was corrected after that period was closed.");
}
