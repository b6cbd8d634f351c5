using System.ComponentModel.DataAnnotations;

namespace RelayKit.Api.Inbound;

/// <summary>How LiveKit's webhooks are taken in. Section <c>RelayKit:Webhooks</c>.</summary>
public sealed class LiveKitWebhookOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Webhooks";

    /// <summary>
    /// Bytes of one webhook at most. Default: 2 MiB, above what LiveKit's own limits on metadata (512 KiB for a room and for a
    /// participant) and attributes (64 KiB) add up to.
    /// </summary>
    [Range(1024, 16 * 1024 * 1024, ErrorMessage = "RelayKit__Webhooks__MaxBodyBytes has to be from 1024 to 16777216.")]
    public int MaxBodyBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Every webhook is answered within this time, be it by 503. Default: 1 second, which leaves another for a machine that is
    /// so busy that it notices late: after 2 seconds LiveKit's own queue for the room suffers.</summary>
    [Range(
        typeof(TimeSpan), "00:00:00.100", "00:00:10", ErrorMessage = "RelayKit__Webhooks__AnswerWithin has to be from 00:00:00.100 to 00:00:10.")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Webhooks under way at once in a process; one more is answered 503 before anything is spent on it. Default: 2,048, about a quarter
    /// of a second of work for two cores: what is let in can be answered in time, and a load that is too large does not eat itself up.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = "RelayKit__Webhooks__MaxUnderWay has to be from 1 to 1000000.")]
    public int MaxUnderWay { get; set; } = 2_048;
}
