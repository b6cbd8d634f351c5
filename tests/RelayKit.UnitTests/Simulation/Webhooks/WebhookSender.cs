using RelayKit.Rooms;
using RelayKit.UnitTests.Simulation.Laws;
using RelayKit.UnitTests.Simulation.Scheduling;
using RelayKit.UnitTests.Simulation.Silos;

namespace RelayKit.UnitTests.Simulation.Webhooks;

/// <summary>
/// LiveKit's notifier, on a bad road to us: an event may be lost, repeated or late, so that it is overtaken by others; what is not answered 200 within the
/// deadline is sent again after 1, 2, 4 and 8 seconds and then given up. A node that dies takes with it what it has not told.
/// </summary>
internal sealed class WebhookSender(World world, Weather weather, VirtualCluster cluster, LedgerLaws laws)
{
    private const int AnswerWithinMs = 1_000;
    private const int MostLateMs = 90_000;
    private const int MostVeryLateMs = 15 * 60_000;

    private static readonly long[] Waits = [1_000, 2_000, 4_000, 8_000];

    /// <summary>When the last of what was ever to be sent was sent first.</summary>
    public long LastMs { get; private set; }

    /// <summary>Events that were answered 200.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Has an event sent when its time comes, unless it is lost.</summary>
    public void Tell(PlayedLife life, PlayedWebhook webhook)
    {
        if (world.Chance.NextDouble() < weather.WebhookLost)
        {
            return;
        }

        for (var times = world.Chance.NextDouble() < weather.WebhookRepeated ? world.Chance.Next(2, 4) : 1; times > 0; times--)
        {
            var atMs = webhook.Told.CreatedAtMs + 1_000 + Delay();
            LastMs = Math.Max(LastMs, atMs);
            world.At(atMs, () => Attempt(life, webhook, 0));
        }
    }

    private void Attempt(PlayedLife life, PlayedWebhook webhook, int attempt)
    {
        if (life.DiedWithItsNode && world.NowMs >= life.EndMs)
        {
            return;
        }

        var isAnswered = false;
        world.After(AnswerWithinMs, () => Answer(null));
        if (cluster.AnySilo() is not { IsDead: false } front)
        {
            return;
        }

        webhook.IsDelivered = true;
        cluster.SendToRoom(webhook.Room, async room =>
        {
            IngestOutcome outcome;
            try
            {
                outcome = await room.IngestAsync(webhook.Told);
            }
            catch (Npgsql.NpgsqlException)
            {
                outcome = IngestOutcome.Failed;
            }

            world.After(world.Chance.Next(4), () =>
            {
                if (!front.IsDead)
                {
                    Answer(outcome);
                }
            });
        });

        void Answer(IngestOutcome? outcome)
        {
            if (isAnswered)
            {
                return;
            }

            isAnswered = true;
            world.Story?.Invoke($"{webhook.Told.Type} {webhook.Told.LiveKitEventId} of {webhook.Told.Participant?.Sid ?? webhook.Told.RoomSid}, attempt {attempt}: {outcome}");
            if (outcome is IngestOutcome.Committed or IngestOutcome.NothingNew or IngestOutcome.UnknownSession)
            {
                Acknowledge(webhook, outcome.Value);
            }
            else if (attempt < Waits.Length)
            {
                world.After(Waits[attempt], () => Attempt(life, webhook, attempt + 1));
            }
        }
    }

    private void Acknowledge(PlayedWebhook webhook, IngestOutcome outcome)
    {
        if (outcome == IngestOutcome.UnknownSession)
        {
            webhook.IsDisowned = true;
            return;
        }

        Acknowledged += webhook.IsAcknowledged ? 0 : 1;
        webhook.IsAcknowledged = true;
        laws.CheckAcknowledged(webhook);
    }

    private long Delay()
    {
        var chance = world.Chance.NextDouble();
        return chance < weather.WebhookVeryLate ? world.Chance.Next(MostVeryLateMs)
            : chance < weather.WebhookVeryLate + weather.WebhookLate ? world.Chance.Next(MostLateMs)
            : world.Chance.Next(300);
    }
}
