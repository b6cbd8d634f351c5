namespace RelayKit.Api.ApiKeys;

/// <summary>Where a request came from, as texts have it.</summary>
internal static class ClientAddress
{
    /// <summary>The address, behind trusted proxies the client's own; an IPv4 address as itself. Null where it is not known.</summary>
    public static string? Of(HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : null;
}
