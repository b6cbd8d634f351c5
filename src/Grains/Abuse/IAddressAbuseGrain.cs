using System.Collections.Immutable;
using Orleans.CodeGeneration;

namespace RelayKit.Abuse;

/// <summary>Adds up over all processes what addresses do without a key; there is one, of the key <see cref="Key"/>.</summary>
[Version(InterfaceVersions.Abuse)]
[Alias("RelayKit.IAddressAbuseGrain")]
public interface IAddressAbuseGrain : IGrainWithStringKey
{
    /// <summary>The key of the one.</summary>
    const string Key = "addresses";

    /// <summary>Takes in what a process has counted, and tells it which addresses are blocked.</summary>
    /// <param name="process">The process.</param>
    /// <param name="counts">What it has counted, whole minutes each time.</param>
    [ResponseTimeout("00:00:10")]
    [Alias("Report")]
    Task<ImmutableArray<BlockedAddress>> ReportAsync(Guid process, ImmutableArray<AddressCount> counts);

    /// <summary>Lets a blocked address in again. Again, it changes nothing.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="exemptUntil">Until when the rule leaves the address alone.</param>
    /// <param name="cancellation">The caller's deadline.</param>
    [Alias("Undo")]
    Task<AbuseIncident> UndoAsync(AbuseIncident incident, DateTimeOffset exemptUntil, CancellationToken cancellation);
}
