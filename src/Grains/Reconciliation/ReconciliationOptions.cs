using System.ComponentModel.DataAnnotations;

namespace RelayKit.Reconciliation;

/// <summary>How often LiveKit is looked at. Section <c>RelayKit:Reconciliation</c>.</summary>
public sealed class ReconciliationOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Reconciliation";

    /// <summary>
    /// Time from one look at a LiveKit cluster to the next. Default: 1 minute. Nobody is let go of before two looks have missed them, and
    /// one whose leave is lost ends at the last look that saw it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00", ErrorMessage = "RelayKit__Reconciliation__Period has to be from 00:00:05 to 01:00:00.")]
    public TimeSpan Period { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Rooms that are asked about at once. Default: 16.</summary>
    [Range(1, 1_000, ErrorMessage = "RelayKit__Reconciliation__RoomsAtOnce has to be from 1 to 1000.")]
    public int RoomsAtOnce { get; set; } = 16;
}
