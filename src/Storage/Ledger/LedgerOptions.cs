using System.ComponentModel.DataAnnotations;

namespace RelayKit.Storage.Ledger;

/// <summary>How the ledger groups its commits. Section <c>RelayKit:Ledger</c>.</summary>
public sealed class LedgerOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Ledger";

    /// <summary>
    /// Entries that may wait or be under way at once in a silo; one more is refused, and the webhook answered 503. Default:
    /// 2,048, about a quarter of a second of work for two cores, so that what is let in can be answered in time.
    /// </summary>
    [Range(1, 1_000_000, ErrorMessage = "RelayKit__Ledger__Capacity has to be from 1 to 1000000.")]
    public int Capacity { get; set; } = 2_048;

    /// <summary>Entries in one transaction at most. Default: 1,024.</summary>
    [Range(1, 16_384, ErrorMessage = "RelayKit__Ledger__MaxBatch has to be from 1 to 16384.")]
    public int MaxBatch { get; set; } = 1_024;
}
