using System.ComponentModel.DataAnnotations;

namespace RelayKit.Api.RequestLogs;

/// <summary>How tenants' requests are logged. Section <c>RelayKit:RequestLog</c>.</summary>
public sealed class RequestLogOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:RequestLog";

    /// <summary>Whether requests are logged. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Requests that wait to be written at most, some 200 bytes each; those beyond are counted and not logged. Default: 50000, which is how many come
    /// while PostgreSQL is away for some seconds at full load.
    /// </summary>
    [Range(1, 10_000_000, ErrorMessage = "RelayKit__RequestLog__Capacity has to be from 1 to 10000000.")]
    public int Capacity { get; set; } = 50_000;
}
