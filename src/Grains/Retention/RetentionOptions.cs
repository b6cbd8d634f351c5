using System.ComponentModel.DataAnnotations;

namespace RelayKit.Retention;

/// <summary>Whether and how what is past its day is removed. Section <c>RelayKit:Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Retention";

    /// <summary>
    /// Whether the silos remove it once a day. Default: true. With false somebody else has to, by <c>RelayKit.Silo retain</c>, or the privacy policy is
    /// not kept.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// How far this process's clock may be from PostgreSQL's for it to remove anything: a clock that is a year ahead would take a year's usage. Default:
    /// 1 hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00", ErrorMessage = "RelayKit__Retention__ClockTolerance has to be from 00:00:01 to 3650.00:00:00.")]
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromHours(1);
}
