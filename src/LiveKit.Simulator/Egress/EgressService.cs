using Google.Protobuf;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;
using RelayKit.LiveKit.Simulator.Twirp;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>LiveKit's Egress service, with the open-source server's behaviour and its words.</summary>
internal sealed class EgressService : ITwirpService
{
    private readonly EgressWorker _worker;
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, TwirpMethod> _methods;

    public EgressService(EgressWorker worker, SimulatorOptions options, TimeProvider time)
    {
        _worker = worker;
        _options = options;
        _time = time;
        _methods = new Dictionary<string, TwirpMethod>(StringComparer.Ordinal)
        {
            ["StartRoomCompositeEgress"] = TwirpMethod.Of<RoomCompositeEgressRequest>(
                RoomCompositeEgressRequest.Descriptor, MayRecord, request => worker.Start(EgressRequest.Of(request))),
            ["StartWebEgress"] = TwirpMethod.Of<WebEgressRequest>(
                WebEgressRequest.Descriptor, MayRecord, request => worker.Start(EgressRequest.Of(request))),
            ["StartParticipantEgress"] = TwirpMethod.Of<ParticipantEgressRequest>(
                ParticipantEgressRequest.Descriptor, MayRecord, request => worker.Start(EgressRequest.Of(request))),
            ["StartTrackCompositeEgress"] = TwirpMethod.Of<TrackCompositeEgressRequest>(
                TrackCompositeEgressRequest.Descriptor, MayRecord, request => worker.Start(EgressRequest.Of(request))),
            ["StartTrackEgress"] = TwirpMethod.Of<TrackEgressRequest>(
                TrackEgressRequest.Descriptor, MayRecord, request => worker.Start(EgressRequest.Of(request))),
            ["UpdateLayout"] = TwirpMethod.Of<UpdateLayoutRequest>(UpdateLayoutRequest.Descriptor, MayRecord, worker.UpdateLayout),
            ["ListEgress"] = TwirpMethod.Of<ListEgressRequest>(ListEgressRequest.Descriptor, MayRecord, worker.List),
            ["UpdateStream"] = TwirpMethod.Waiting<UpdateStreamRequest>(UpdateStreamRequest.Descriptor, MayRecord, UpdateStreamAsync),
            ["StopEgress"] = TwirpMethod.Waiting<StopEgressRequest>(StopEgressRequest.Descriptor, MayRecord, StopAsync),
        };
    }

    public string Name => "livekit.Egress";

    public TwirpMethod? Find(string name) => _methods.GetValueOrDefault(name);

    private static bool MayRecord(TokenClaims claims, IMessage request) => claims.Has("roomRecord");

    private async Task<IMessage> UpdateStreamAsync(UpdateStreamRequest request, CancellationToken cancellation) =>
        _worker.UpdateStream(request) ?? throw await NobodyAnswersAsync(cancellation);

    private async Task<IMessage> StopAsync(StopEgressRequest request, CancellationToken cancellation) =>
        _worker.Stop(request.EgressId) ?? throw await NobodyAnswersAsync(cancellation);

    private async Task<NodeException> NobodyAnswersAsync(CancellationToken cancellation)
    {
        await Task.Delay(_options.Egress.AnswerPatience, _time, cancellation);
        return EgressWorker.TimedOut();
    }
}
