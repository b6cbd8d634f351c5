using System.Net;
using System.Net.Sockets;
using RelayKit.Outgoing;

namespace RelayKit.Webhooks;

/// <summary>
/// Which addresses webhooks may be sent to, as far as their text tells. What a name leads to is looked at when it is saved, and again with each
/// connection.
/// </summary>
public static class WebhookUrl
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 2000;

    /// <summary>What is wrong with an address, to be read after its field's name; null when nothing is. Does not quote it.</summary>
    /// <param name="text">The address.</param>
    /// <param name="allowHttp">Whether the operator lets webhooks go without TLS.</param>
    /// <param name="allowPrivate">Whether the operator lets them go to addresses that are not of the public internet.</param>
    public static string? FaultOf(string text, bool allowHttp, bool allowPrivate)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            return $"has to be at most {MaxLength} characters";
        }

        // Spaces, control characters and backslashes are read in different ways by different readers.
        if (text.Any(static character => character <= ' ' || character == '\x7f' || character == '\\'))
        {
            return "has a space, a control character or a backslash";
        }

        if (HostOf(text, out var url) is not { Length: > 0 } host)
        {
            return "has to be an address with a host, such as https://example.com/webhooks";
        }

        if (url.Scheme != Uri.UriSchemeHttps && !(allowHttp && url.Scheme == Uri.UriSchemeHttp))
        {
            return allowHttp ? "has to begin with https:// or http://" : "has to begin with https://";
        }

        if (url.UserInfo.Length > 0 || text.AsSpan(0, EndOfAuthority(text)).Contains('@'))
        {
            return "has a user name; put what tells RelayKit's requests apart into the path or the query, and verify their signature";
        }

        if (url.Fragment.Length > 0)
        {
            return "has a part after #, which is never sent";
        }

        if (url.Port is not (80 or 443) && url.Port < 1024 && !allowPrivate)
        {
            return "has a port that other protocols use; take 443, or one from 1024 on";
        }

        return IPAddress.TryParse(host.Trim('[', ']'), out var address) && !allowPrivate && !PublicAddresses.IsPublic(address)
            ? "leads to an address that is not on the public internet"
            : !IsAddress(host) && !allowPrivate && !host.Contains('.', StringComparison.Ordinal)
                ? "has a host of one word, which no name on the public internet is"
                : null;
    }

    /// <summary>The host of an address, as names are looked up; null where there is none.</summary>
    public static string? HostOf(string text) => HostOf(text, out _);

    private static string? HostOf(string text, out Uri url)
    {
        try
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out url!) && url.IsAbsoluteUri && text.Contains("://", StringComparison.Ordinal))
            {
                return url.IdnHost;
            }
        }
        catch (UriFormatException)
        {
            // A name in letters of the world that no name can have.
        }

        url = null!;
        return null;
    }

    private static bool IsAddress(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) && address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;

    private static int EndOfAuthority(string text)
    {
        var begin = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = text.AsSpan(begin).IndexOfAny('/', '?', '#');
        return end < 0 ? text.Length : begin + end;
    }
}
