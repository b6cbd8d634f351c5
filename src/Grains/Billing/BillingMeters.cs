using System.Collections.Immutable;
using RelayKit.Usage;

namespace RelayKit.Billing;

/// <summary>The facts about <see cref="BillingMeter"/> that more than one place needs.</summary>
public static class BillingMeters
{
    private static readonly string[] Words = ["participant_minutes", "egress_minutes", "agent_minutes", "recording_minutes", "stream_minutes"];

    /// <summary>How many there are; they are numbered from 0.</summary>
    public static int Count => Words.Length;

    /// <summary>All of them, in the order in which an invoice has its lines.</summary>
    public static ImmutableArray<BillingMeter> All { get; } = [.. Enumerable.Range(0, Words.Length).Select(static number => (BillingMeter)number)];

    /// <summary>The word for a meter in answers, rows and identifiers; a meter's name as providers take it.</summary>
    public static string Word(this BillingMeter meter) => Words[(int)meter];

    /// <summary>Reads what <see cref="Word"/> gave.</summary>
    public static bool TryParse(string? word, out BillingMeter meter)
    {
        var at = Array.IndexOf(Words, word);
        meter = at < 0 ? default : (BillingMeter)at;
        return at >= 0;
    }

    /// <summary>Reads what <see cref="Word"/> gave.</summary>
    /// <exception cref="FormatException">It is the word of no meter.</exception>
    public static BillingMeter Parse(string word) => TryParse(word, out var meter) ? meter : throw new FormatException($"'{word}' is no meter.");

    /// <summary>The meter that a participant's connected time counts on.</summary>
    public static BillingMeter Of(ParticipantClass @class) => @class switch
    {
        ParticipantClass.Egress => BillingMeter.Egress,
        ParticipantClass.Agent => BillingMeter.Agents,
        _ => BillingMeter.Participants,
    };

    /// <summary>The classes of participants whose connected time a meter counts; none where it counts recordings or streams.</summary>
    public static ImmutableArray<ParticipantClass> ClassesOf(BillingMeter meter) => meter is BillingMeter.Recordings or BillingMeter.Streams
        ? []
        : [.. Enumerable.Range(0, ParticipantClasses.Count).Select(static number => (ParticipantClass)number).Where(@class => Of(@class) == meter)];
}
