using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation;

/// <summary>How bad the weather of one history is: chances from 0 to 1, drawn once. Many histories are calm in most of it, so that what goes
/// wrong alone is met as well as what goes wrong together.</summary>
internal sealed class Weather
{
    /// <summary>Everything that happens on LiveKit begins within this time.</summary>
    public const int LengthMs = 6 * 60_000;

    public Weather(Random chance)
    {
        WebhookLost = Draw(0.3);
        WebhookLate = Draw(0.3);
        WebhookVeryLate = Draw(0.02);
        WebhookRepeated = Draw(0.3);
        NodeDies = Draw(0.3);
        CommitLost = Draw(0.15);
        CommitUnheard = Draw(0.15);
        CommitMeets = Draw(0.1);
        CommitSlow = Draw(0.5);
        RowRefused = Draw(0.05);
        ReadFails = Draw(0.05);
        LookUnanswered = Draw(0.3);
        LookSlow = Draw(0.2);
        RoomUnanswered = Draw(0.2);
        MessageSlow = Draw(0.1);
        Crash = Draw(0.01);
        Crowd = Draw(1);
        Silos = chance.Next(1, 4);

        double Draw(double most) => chance.Next(2) == 0 ? 0 : most * chance.NextDouble();
    }

    /// <summary>From here on nothing goes wrong, so that what has to come in the end can come.</summary>
    public void ClearUp()
    {
        CommitLost = CommitUnheard = CommitMeets = CommitSlow = RowRefused = ReadFails = 0;
        LookUnanswered = LookSlow = RoomUnanswered = MessageSlow = Crash = 0;
    }

    public int Silos { get; }

    public double WebhookLost { get; private set; }

    public double WebhookLate { get; private set; }

    /// <summary>Later than the meter follows sessions that have ended.</summary>
    public double WebhookVeryLate { get; private set; }

    public double WebhookRepeated { get; private set; }

    public double NodeDies { get; private set; }

    /// <summary>The connection breaks before the commit.</summary>
    public double CommitLost { get; private set; }

    /// <summary>The connection breaks after the commit.</summary>
    public double CommitUnheard { get; private set; }

    /// <summary>PostgreSQL ends the transaction since it met another one.</summary>
    public double CommitMeets { get; private set; }

    public double CommitSlow { get; private set; }

    /// <summary>PostgreSQL refuses one row, for a while.</summary>
    public double RowRefused { get; private set; }

    public double ReadFails { get; private set; }

    /// <summary>LiveKit does not list its rooms.</summary>
    public double LookUnanswered { get; private set; }

    public double LookSlow { get; private set; }

    /// <summary>LiveKit does not list a room's participants.</summary>
    public double RoomUnanswered { get; private set; }

    public double MessageSlow { get; private set; }

    /// <summary>Somebody joins in the same instant as others, as after a reconnect of all.</summary>
    public double Crowd { get; }

    /// <summary>Something is killed or let go after a step.</summary>
    public double Crash { get; private set; }

    /// <summary>When a history begins: in one of four so that a month ends within it.</summary>
    public static long StartMs(Random chance) => chance.Next(4) > 0
        ? History.AroundMs + chance.Next(1_000)
        : UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(History.AroundMs)).EndMs - chance.Next(2 * LengthMs);
}
