using Google.Protobuf;
using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

/// <summary>LiveKit's Ingress service over Twirp.</summary>
internal sealed class LiveKitIngressClient(TwirpTransport transport, AccessTokenIssuer tokens) : ILiveKitIngressClient
{
    private const string Service = "livekit.Ingress";

    // Long enough for an attempt, its retries and clocks that differ; short, because it cannot be revoked.
    private static readonly TimeSpan TokenTtl = TimeSpan.FromMinutes(2);

    public async Task<IngressEndpoint> CreateAsync(IngressOrder order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        return IngressWire.Endpoint(
            await CallAsync("CreateIngress", IngressWire.Create(order), mayBeRepeated: false, Wire.IngressInfo.Parser, cancellationToken));
    }

    public async Task<LiveKitIngress> UpdateAsync(string ingressId, IngressUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(ingressId);
        ArgumentNullException.ThrowIfNull(update);
        return IngressWire.Ingress(
            await CallAsync("UpdateIngress", IngressWire.Update(ingressId, update), mayBeRepeated: true, Wire.IngressInfo.Parser, cancellationToken));
    }

    public async Task<bool> DeleteAsync(string ingressId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(ingressId);
        try
        {
            await CallAsync(
                "DeleteIngress", new Wire.DeleteIngressRequest { IngressId = ingressId }, mayBeRepeated: true, Wire.IngressInfo.Parser, cancellationToken);
            return true;
        }
        catch (LiveKitException absent) when (absent.Code == LiveKitErrorCode.NotFound)
        {
            return false;
        }
    }

    public async Task<IReadOnlyList<LiveKitIngress>> ListAsync(string? roomName = null, CancellationToken cancellationToken = default) =>
        [.. (await ListAsync(new Wire.ListIngressRequest { RoomName = roomName ?? "" }, cancellationToken)).Select(IngressWire.Ingress)];

    public async Task<IngressEndpoint?> FindAsync(string ingressId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(ingressId);
        try
        {
            var found = await ListAsync(new Wire.ListIngressRequest { IngressId = ingressId }, cancellationToken);
            return found is [var one, ..] ? IngressWire.Endpoint(one) : null;
        }
        catch (LiveKitException absent) when (absent.Code == LiveKitErrorCode.NotFound)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<Wire.IngressInfo>> ListAsync(Wire.ListIngressRequest request, CancellationToken cancellationToken) =>
        (await CallAsync("ListIngress", request, mayBeRepeated: true, Wire.ListIngressResponse.Parser, cancellationToken)).Items;

    private async Task<TResponse> CallAsync<TResponse>(
        string method, IMessage request, bool mayBeRepeated, MessageParser<TResponse> parser, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>
    {
        var token = tokens.Issue(new AccessTokenRequest { Ttl = TokenTtl, Video = new VideoGrant { IngressAdmin = true } });
        return (await transport.CallAsync(new TwirpCall(Service, method, request, token, mayBeRepeated), parser, cancellationToken)).Message;
    }
}
