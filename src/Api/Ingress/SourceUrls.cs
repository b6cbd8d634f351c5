using RelayKit.Api.Requests;
using RelayKit.Outgoing;

namespace RelayKit.Api.Ingress;

/// <summary>Whether LiveKit may be sent to an address to pull from it. What is wrong is said without quoting the address.</summary>
internal static class SourceUrls
{
    private const string Pointer = "/source_url";

    /// <summary>The host of an address that LiveKit can pull; null for any other text.</summary>
    internal static string? HostOf(string url)
    {
        try
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https" or "srt")
                && !url.Any(static character => character <= ' ')
                ? address.IdnHost
                : null;
        }
        catch (UriFormatException)
        {
            // A name in letters of the world that no name can have.
            return null;
        }
    }

    public static async Task CheckAsync(string? url, bool pulls, IPublicHosts hosts, FieldErrors errors, CancellationToken cancellation)
    {
        if (!pulls)
        {
            if (url is not null)
            {
                errors.Add(Pointer, "is for the kind url alone; leave it out");
            }

            return;
        }

        if (string.IsNullOrEmpty(url))
        {
            errors.Add(Pointer, "is missing; say where to pull from");
        }
        else if (HostOf(url) is not { Length: > 0 } host)
        {
            errors.Add(Pointer, "has to be an http, https or srt address with a host");
        }
        else
        {
            switch (await hosts.CheckAsync(host, cancellation))
            {
                case HostReach.Private:
                    errors.Add(Pointer, "leads to an address that is not on the public internet");
                    break;
                case HostReach.Unknown:
                    errors.Add(Pointer, "has a host whose name leads to no address");
                    break;
            }
        }
    }
}
