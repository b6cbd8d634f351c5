using Google.Protobuf;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Tokens;
using RelayKit.LiveKit.Simulator.Twirp;

namespace RelayKit.LiveKit.Simulator.Ingress;

/// <summary>LiveKit's Ingress service, with the open-source server's behaviour and its words.</summary>
internal sealed class IngressService : ITwirpService
{
    private readonly Dictionary<string, TwirpMethod> _methods;

    public IngressService(IngressEndpoints endpoints, IngressFaults faults)
    {
        _methods = new Dictionary<string, TwirpMethod>(StringComparer.Ordinal)
        {
            ["CreateIngress"] = TwirpMethod.Waiting<CreateIngressRequest>(
                CreateIngressRequest.Descriptor, IsAdmin, (request, aborted) => faults.CreateAsync(() => endpoints.Create(request), aborted)),
            ["UpdateIngress"] = TwirpMethod.Of<UpdateIngressRequest>(UpdateIngressRequest.Descriptor, IsAdmin, endpoints.Update),
            ["ListIngress"] = TwirpMethod.Of<ListIngressRequest>(ListIngressRequest.Descriptor, IsAdmin, endpoints.List),
            ["DeleteIngress"] = TwirpMethod.Of<DeleteIngressRequest>(
                DeleteIngressRequest.Descriptor, IsAdmin, request => endpoints.Delete(request.IngressId)),
        };
    }

    public string Name => "livekit.Ingress";

    public TwirpMethod? Find(string name) => _methods.GetValueOrDefault(name);

    private static bool IsAdmin(TokenClaims claims, IMessage request) => claims.Has("ingressAdmin");
}
