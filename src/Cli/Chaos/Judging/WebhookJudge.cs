using Npgsql;
using RelayKit.Cli.Chaos.Plan;
using RelayKit.Cli.Chaos.Receivers;
using RelayKit.Identifiers;

namespace RelayKit.Cli.Chaos.Judging;

/// <summary>
/// Holds what tenants' backends got against what their event logs have: every event arrives, signed, and hardly any twice. Where nothing but silos and
/// receivers was disturbed, it is also told at once.
/// </summary>
internal sealed class WebhookJudge(NpgsqlDataSource database, WebhookReceiver receiver, TimeProvider time)
{
    /// <summary>How many of a hundred messages may be repeated.</summary>
    private const double MostRepeated = 0.005;

    private static readonly TimeSpan FirstTryWithin = TimeSpan.FromSeconds(1);

    /// <summary>For the last message to arrive, which may fail ten times in a row, and be held by a silo that is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Waits until nothing waits to be sent, and judges.</summary>
    public async Task<WebhookTally> JudgeAsync(Judgement judgement, ChaosPart parts, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (await CountAsync("select count(*) from relaykit.outbox where kind = 'webhook' and parked_at is null", cancellation) is > 0 and var left)
        {
            if (time.GetElapsedTime(began) > Patience)
            {
                judgement.Differ("webhook never sent", "outbox", $"{left} still wait {Patience.TotalMinutes:0} minutes after the storm");
                break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), time, cancellation);
        }

        var messages = receiver.Messages.ToList();
        var accepted = messages.Where(static message => message.Accepted > 0).ToLookup(static message => message.Event!);
        var events = await ReadEventsAsync(cancellation);
        foreach (var id in events.Where(id => !accepted.Contains(id)))
        {
            judgement.Differ("webhook lost", id, "the event is in the log, and no receiver accepted it");
        }

        foreach (var strange in accepted.Where(one => !events.Contains(one.Key) || one.Count() > 1))
        {
            judgement.Differ("webhook of nothing", strange.Key, $"accepted as {strange.Count()} messages");
        }

        foreach (var forged in messages.Where(static message => message.Forged > 0))
        {
            judgement.Differ("webhook's signature", forged.Id, $"did not hold, {forged.Forged} times");
        }

        var tally = new WebhookTally
        {
            Events = events.Count,
            Requests = receiver.Requests,
            Failed = receiver.Failed,
            Delivered = messages.Count(static message => message.Accepted > 0),
            Repeated = messages.Sum(static message => Math.Max(0, message.Accepted - 1)),
            FirstTry = await ReadFirstTriesAsync(cancellation),
        };
        if (tally.RepeatedShare > MostRepeated)
        {
            judgement.Differ("webhooks repeated", "receivers", FormattableString.Invariant($"{tally.RepeatedShare:P2} came again though they had been accepted; {MostRepeated:P1} are allowed"));
        }

        if (parts is (ChaosPart.Silos | ChaosPart.Receivers) or ChaosPart.Receivers && tally.FirstTry is { } first && first.P99 > FirstTryWithin)
        {
            judgement.Differ("webhooks late", "first try", FormattableString.Invariant($"p99 is {first.P99.TotalMilliseconds:0} ms; {FirstTryWithin.TotalMilliseconds:0} are allowed"));
        }

        return tally;
    }

    private async Task<HashSet<string>> ReadEventsAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select event_id from relaykit.events");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var events = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            events.Add(PublicId.Format(PublicId.Event, reader.GetGuid(0)));
        }

        return events;
    }

    /// <summary>The id of an attempt is a UUIDv7 of when it began.</summary>
    private async Task<(TimeSpan P50, TimeSpan P99, TimeSpan Longest)?> ReadFirstTriesAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            with waits as (
                select ('x' || left(replace(attempt_id::text, '-', ''), 12))::bit(48)::bigint - extract(epoch from queued_at) * 1000 as ms
                from relaykit.webhook_attempts where number = 1
            )
            select percentile_disc(array[0.5, 0.99, 1.0]) within group (order by greatest(ms, 0)::float8) from waits
            """);
        return await command.ExecuteScalarAsync(cancellation) is double[] ms
            ? (TimeSpan.FromMilliseconds(ms[0]), TimeSpan.FromMilliseconds(ms[1]), TimeSpan.FromMilliseconds(ms[2]))
            : null;
    }

    private async Task<long> CountAsync(string sql, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
