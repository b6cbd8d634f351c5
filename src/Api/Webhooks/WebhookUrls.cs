using Microsoft.Extensions.Options;
using RelayKit.Api.Requests;
using RelayKit.Outgoing;
using RelayKit.Storage.Outgoing;
using RelayKit.Webhooks;

namespace RelayKit.Api.Webhooks;

/// <summary>Whether events may be sent to an address. What is wrong is said without quoting it.</summary>
internal sealed class WebhookUrls(IPublicHosts hosts, IOptions<WebhookOptions> options, IOptions<OutgoingOptions> outgoing)
{
    private readonly bool _allowPrivate = options.Value.AllowPrivateAddresses || outgoing.Value.AllowPrivateAddresses;

    private const string Pointer = "/url";

    /// <summary>Looks at the address and at what its host leads to now. With each request it is looked at again.</summary>
    public async Task CheckAsync(string url, FieldErrors errors, CancellationToken cancellation)
    {
        if (WebhookUrl.FaultOf(url, options.Value.AllowHttp, _allowPrivate) is { } fault)
        {
            errors.Add(Pointer, fault);
            return;
        }

        switch (await hosts.CheckAsync(WebhookUrl.HostOf(url)!, cancellation))
        {
            case HostReach.Private when !_allowPrivate:
                errors.Add(Pointer, "leads to an address that is not on the public internet");
                break;
            case HostReach.Unknown:
                errors.Add(Pointer, "has a host whose name leads to no address");
                break;
        }
    }
}
