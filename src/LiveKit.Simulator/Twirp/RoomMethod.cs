using Google.Protobuf;
using Google.Protobuf.Reflection;
using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Twirp;

/// <summary>One method: what it takes, who may call it, what it does.</summary>
internal sealed record RoomMethod(
    MessageDescriptor RequestType, Func<TokenClaims?, IMessage, bool> Allows, Func<IMessage, IMessage> Handle)
{
    public static RoomMethod Of<TRequest>(
        MessageDescriptor requestType, Func<TokenClaims, TRequest, bool> allows, Func<TRequest, IMessage> handle)
        where TRequest : class, IMessage => new(
            requestType,
            (claims, request) => claims is not null && allows(claims, (TRequest)request),
            request => handle((TRequest)request));
}
