using Google.Protobuf;
using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

/// <summary>LiveKit's Egress service over Twirp.</summary>
internal sealed class LiveKitEgressClient(TwirpTransport transport, AccessTokenIssuer tokens) : ILiveKitEgressClient
{
    private const string Service = "livekit.Egress";

    // As long as the room API's: an attempt, its retries and clocks that differ.
    private static readonly TimeSpan TokenTtl = TimeSpan.FromMinutes(2);

    private static readonly VideoGrant Grant = new() { RoomRecord = true };

    public Task<LiveKitEgress> StartAsync(EgressOrder order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        var (method, request) = EgressToWire.Start(order);
        return EgressAsync(method, request, mayBeRepeated: false, cancellationToken);
    }

    public Task<LiveKitEgress> StopAsync(string egressId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(egressId);
        return EgressAsync("StopEgress", new Wire.StopEgressRequest { EgressId = egressId }, mayBeRepeated: true, cancellationToken);
    }

    public Task<LiveKitEgress> UpdateLayoutAsync(string egressId, string layout, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(egressId);
        var request = new Wire.UpdateLayoutRequest { EgressId = egressId, Layout = layout };
        return EgressAsync("UpdateLayout", request, mayBeRepeated: true, cancellationToken);
    }

    public Task<LiveKitEgress> UpdateStreamAsync(
        string egressId, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(egressId);
        ArgumentNullException.ThrowIfNull(add);
        ArgumentNullException.ThrowIfNull(remove);
        var request = new Wire.UpdateStreamRequest { EgressId = egressId, AddOutputUrls = { add }, RemoveOutputUrls = { remove } };
        return EgressAsync("UpdateStream", request, mayBeRepeated: false, cancellationToken);
    }

    public async Task<IReadOnlyList<LiveKitEgress>> ListAsync(
        string? roomName = null, bool active = false, CancellationToken cancellationToken = default) =>
        await ListAsync(new Wire.ListEgressRequest { RoomName = roomName ?? "", Active = active }, cancellationToken);

    public async Task<LiveKitEgress?> FindAsync(string egressId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(egressId);
        try
        {
            // A server that does not know the field would list everything.
            var found = await ListAsync(new Wire.ListEgressRequest { EgressId = egressId }, cancellationToken);
            return found.FirstOrDefault(egress => egress.EgressId == egressId);
        }
        catch (LiveKitException exception) when (exception.Code == LiveKitErrorCode.NotFound)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<LiveKitEgress>> ListAsync(Wire.ListEgressRequest request, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("ListEgress", request, mayBeRepeated: true, Wire.ListEgressResponse.Parser, cancellationToken);
        return [.. answer.Items.Select(EgressFromWire.Egress)];
    }

    private async Task<LiveKitEgress> EgressAsync(string method, IMessage request, bool mayBeRepeated, CancellationToken cancellationToken) =>
        EgressFromWire.Egress(await CallAsync(method, request, mayBeRepeated, Wire.EgressInfo.Parser, cancellationToken));

    private async Task<TResponse> CallAsync<TResponse>(
        string method, IMessage request, bool mayBeRepeated, MessageParser<TResponse> parser, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>
    {
        var token = tokens.Issue(new AccessTokenRequest { Ttl = TokenTtl, Video = Grant });
        try
        {
            var call = new TwirpCall(Service, method, request, token, mayBeRepeated);
            return (await transport.CallAsync(call, parser, cancellationToken)).Message;
        }
        catch (LiveKitException exception) when (StreamUrl.RedactWithin(exception.Message) is var message && message != exception.Message)
        {
            // LiveKit's words for an address that it does not take, or does not know, contain the address with its key.
            throw new LiveKitException(exception.Code, message, exception.Status);
        }
    }
}
