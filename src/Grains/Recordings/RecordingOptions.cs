using System.ComponentModel.DataAnnotations;

namespace RelayKit.Recordings;

/// <summary><c>RelayKit:Recordings</c>: how recordings and streams are watched.</summary>
public sealed class RecordingOptions
{
    /// <summary>Where it stands in the configuration.</summary>
    public const string Section = "RelayKit:Recordings";

    /// <summary>How often LiveKit is asked what it records.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often files are looked for that were written, and those in rescue moved.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan FilePeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long a recording is stopped whose start names no shorter time: 3 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "24:00:00")]
    public TimeSpan MaxRecording { get; set; } = TimeSpan.FromHours(3);

    /// <summary>After how long a stream is stopped whose start names no shorter time: 12 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "24:00:00")]
    public TimeSpan MaxStream { get; set; } = TimeSpan.FromHours(12);

    /// <summary>After how long a recording that a room's settings ask for is begun anew when it has failed; each further time after twice as long, five times in all.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AutomaticRetry { get; set; } = TimeSpan.FromSeconds(30);
}
