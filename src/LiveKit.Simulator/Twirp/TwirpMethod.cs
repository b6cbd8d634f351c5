using Google.Protobuf;
using Google.Protobuf.Reflection;
using RelayKit.LiveKit.Simulator.Tokens;
using RelayKit.LiveKit.Simulator.Truth;

namespace RelayKit.LiveKit.Simulator.Twirp;

/// <summary>One method: what it takes, what it looks at before the grant, who may call it, what it does.</summary>
internal sealed record TwirpMethod(
    MessageDescriptor RequestType, Action<IMessage> Check, Func<TokenClaims?, IMessage, bool> Allows, Func<IMessage, CancellationToken, Task<RoomAnswer>> HandleAsync)
{
    /// <param name="requestType">The request's message.</param>
    /// <param name="allows">Whether a token's grants suffice; a call without a token is never allowed.</param>
    /// <param name="handle">The method itself.</param>
    /// <param name="check">Limits that LiveKit checks before the grant; only two methods have any.</param>
    public static TwirpMethod Of<TRequest>(
        MessageDescriptor requestType,
        Func<TokenClaims, TRequest, bool> allows,
        Func<TRequest, IMessage> handle,
        Action<TRequest>? check = null)
        where TRequest : class, IMessage => new(
            requestType,
            request => check?.Invoke((TRequest)request),
            (claims, request) => claims is not null && allows(claims, (TRequest)request),
            (request, _) => Task.FromResult(new RoomAnswer(handle((TRequest)request), null)));

    /// <summary>A method that only looks, and whose look is remembered once it is answered.</summary>
    public static TwirpMethod Looking<TRequest>(
        MessageDescriptor requestType, Func<TokenClaims, TRequest, bool> allows, Func<TRequest, RoomAnswer> handle)
        where TRequest : class, IMessage => new(
            requestType,
            _ => { },
            (claims, request) => claims is not null && allows(claims, (TRequest)request),
            (request, _) => Task.FromResult(handle((TRequest)request)));

    /// <summary>A method whose answer waits for somebody else, as a worker's does.</summary>
    public static TwirpMethod Waiting<TRequest>(
        MessageDescriptor requestType, Func<TokenClaims, TRequest, bool> allows, Func<TRequest, CancellationToken, Task<IMessage>> handle)
        where TRequest : class, IMessage => new(
            requestType,
            _ => { },
            (claims, request) => claims is not null && allows(claims, (TRequest)request),
            async (request, cancellation) => new RoomAnswer(await handle((TRequest)request, cancellation), null));
}
