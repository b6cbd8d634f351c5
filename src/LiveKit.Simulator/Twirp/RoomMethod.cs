using Google.Protobuf;
using Google.Protobuf.Reflection;
using RelayKit.LiveKit.Simulator.Tokens;
using RelayKit.LiveKit.Simulator.Truth;

namespace RelayKit.LiveKit.Simulator.Twirp;

/// <summary>One method: what it takes, what it looks at before the grant, who may call it, what it does.</summary>
internal sealed record RoomMethod(
    MessageDescriptor RequestType, Action<IMessage> Check, Func<TokenClaims?, IMessage, bool> Allows, Func<IMessage, RoomAnswer> Handle)
{
    /// <param name="requestType">The request's message.</param>
    /// <param name="allows">Whether a token's grants suffice; a call without a token is never allowed.</param>
    /// <param name="handle">The method itself.</param>
    /// <param name="check">Limits that LiveKit checks before the grant; only two methods have any.</param>
    public static RoomMethod Of<TRequest>(
        MessageDescriptor requestType,
        Func<TokenClaims, TRequest, bool> allows,
        Func<TRequest, IMessage> handle,
        Action<TRequest>? check = null)
        where TRequest : class, IMessage => new(
            requestType,
            request => check?.Invoke((TRequest)request),
            (claims, request) => claims is not null && allows(claims, (TRequest)request),
            request => new RoomAnswer(handle((TRequest)request), null));

    /// <summary>A method that only looks, and whose look is remembered once it is answered.</summary>
    public static RoomMethod Looking<TRequest>(
        MessageDescriptor requestType, Func<TokenClaims, TRequest, bool> allows, Func<TRequest, RoomAnswer> handle)
        where TRequest : class, IMessage => new(
            requestType,
            _ => { },
            (claims, request) => claims is not null && allows(claims, (TRequest)request),
            request => handle((TRequest)request));
}
