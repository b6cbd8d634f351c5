using System.ComponentModel.DataAnnotations;

namespace RelayKit.Api.Operations;

/// <summary>How a process leaves. Section <c>RelayKit:Shutdown</c>.</summary>
public sealed class ShutdownOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Shutdown";

    /// <summary>Time, after the drain, for requests that are under way to finish, for grains to move and for the ledger to write its last entries.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a process that was told to stop goes on serving, while <c>/readyz</c> already answers 503 and connections are
    /// closed as their requests end: the time a load balancer needs to notice. Default: 5 seconds. Zero where nobody balances.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage = "RelayKit__Shutdown__DrainDelay has to be from 00:00:00 to 00:05:00.")]
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(5);
}
