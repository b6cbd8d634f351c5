using System.ComponentModel.DataAnnotations;

namespace RelayKit.Api.ServerSentEvents;

/// <summary>How many answers that go on for long may be open: streams and exports. Section <c>RelayKit:Streams</c>.</summary>
public sealed class StreamOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Streams";

    /// <summary>Streams and exports that one tenant may have open in one process. Default: 50.</summary>
    [Range(1, 100_000, ErrorMessage = "RelayKit__Streams__PerTenant has to be from 1 to 100000.")]
    public int PerTenant { get; set; } = 50;

    /// <summary>Streams and exports of all tenants in one process. Default: 2000. Each holds a connection, and some 20 kB.</summary>
    [Range(1, 100_000, ErrorMessage = "RelayKit__Streams__PerProcess has to be from 1 to 100000.")]
    public int PerProcess { get; set; } = 2_000;
}
