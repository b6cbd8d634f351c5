using System.ComponentModel.DataAnnotations;

namespace RelayKit.Api.Hardening;

/// <summary>What the web server takes, from anybody. Section <c>RelayKit:Http</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Http";

    /// <summary>Open connections of one process; another is closed at once. Default: 20,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "RelayKit__Http__MaxConnections has to be from 1 to 1000000.")]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>How long a client may take to send the head of a request. Default: 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "RelayKit__Http__HeadersWithin has to be from 00:00:01 to 00:05:00.")]
    public TimeSpan HeadersWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Names under which the API is served, as the header <c>Host</c> has them, with a port only where it is not the scheme's. Default: none, which takes any.
    /// Health, metrics and LiveKit's webhooks, which are called by address, take any in each case.
    /// </summary>
    public IList<string> Hosts { get; } = [];

    /// <summary>For how long browsers go by https alone once they have met it there; zero does not tell them. Default: 365 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1000.00:00:00", ErrorMessage = "RelayKit__Http__HstsMaxAge has to be from 00:00:00 to 1000.00:00:00.")]
    public TimeSpan HstsMaxAge { get; set; } = TimeSpan.FromDays(365);
}
