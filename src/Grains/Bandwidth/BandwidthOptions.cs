using System.ComponentModel.DataAnnotations;

namespace RelayKit.Bandwidth;

/// <summary>How often LiveKit's traffic is measured. Section <c>RelayKit:Bandwidth</c>.</summary>
public sealed class BandwidthOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Bandwidth";

    /// <summary>Time from one measurement of a LiveKit cluster to the next. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "RelayKit__Bandwidth__Period has to be from 00:00:01 to 01:00:00.")]
    public TimeSpan Period { get; set; } = TimeSpan.FromMinutes(1);
}
