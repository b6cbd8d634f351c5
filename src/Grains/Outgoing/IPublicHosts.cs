namespace RelayKit.Outgoing;

/// <summary>
/// Looks hosts up that a tenant has named and that a worker, not RelayKit, is going to call: web pages to record, addresses to take media in from.
/// It says what the name leads to now; where RelayKit calls itself, each connection is looked at as it is made.
/// </summary>
public interface IPublicHosts
{
    /// <summary>What a host's name leads to. An address in any of the ways to write one is what it is; brackets of IPv6 may be there.</summary>
    /// <param name="host">A name or an address, as in <see cref="Uri.IdnHost"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<HostReach> CheckAsync(string host, CancellationToken cancellation);
}

/// <summary>What a host's name leads to.</summary>
public enum HostReach
{
    /// <summary>To addresses of the public internet alone, or the operator allows private ones.</summary>
    Public = 0,

    /// <summary>To one address at least that is not of the public internet.</summary>
    Private = 1,

    /// <summary>To no address.</summary>
    Unknown = 2,
}
