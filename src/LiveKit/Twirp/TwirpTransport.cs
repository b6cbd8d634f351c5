using System.Net.Http.Headers;
using Google.Protobuf;
using Polly.Timeout;

namespace RelayKit.LiveKit;

/// <summary>
/// Twirp over HTTP: POST a protobuf to <c>{base}/twirp/{service}/{method}</c>, get a protobuf or an error back.
/// The token goes on each message: one that sat in the client's default headers would be shared by calls that run at the same time.
/// </summary>
internal sealed class TwirpTransport(HttpClient http, Uri baseAddress, TimeProvider time)
{
    private static readonly MediaTypeHeaderValue Protobuf = new("application/protobuf");
    private readonly string _prefix = baseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/twirp/";

    public async Task<TwirpAnswer<TResponse>> CallAsync<TResponse>(TwirpCall call, MessageParser<TResponse> parser, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>
    {
        // HttpClient reads the body outside its handlers, where the resilience handler's clock no longer runs.
        using var total = new CancellationTokenSource(LiveKitResilience.TotalTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, total.Token);
        try
        {
            return await SendAsync(call, parser, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(call, exception);
        }
        catch (TimeoutRejectedException exception)
        {
            throw TimedOut(call, exception);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            var message = $"LiveKit's answer to {call.Method} is larger than {http.MaxResponseContentBufferSize} bytes.";
            throw new LiveKitException(LiveKitErrorCode.ResourceExhausted, message, innerException: exception);
        }
        catch (HttpRequestException exception)
        {
            throw new LiveKitException(
                LiveKitErrorCode.Unavailable, $"LiveKit could not be reached for {call.Method}.", innerException: exception);
        }
    }

    private async Task<TwirpAnswer<TResponse>> SendAsync<TResponse>(TwirpCall call, MessageParser<TResponse> parser, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _prefix + call.Service + "/" + call.Method);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", call.AccessToken);
        request.Content = new ByteArrayContent(call.Request.ToByteArray()) { Headers = { ContentType = Protobuf } };
        request.Options.Set(LiveKitResilience.MayBeRepeated, call.MayBeRepeated);

        using var response = await http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw TwirpError.Read(response.StatusCode, body);
        }

        return new TwirpAnswer<TResponse>(Decode(call, parser, response, body), response.Headers.Date);
    }

    private static TResponse Decode<TResponse>(TwirpCall call, MessageParser<TResponse> parser, HttpResponseMessage response, byte[] body)
        where TResponse : IMessage<TResponse>
    {
        // A page of some proxy with status 200 is not LiveKit's answer, and an empty page would pass for an empty message.
        var contentType = response.Content.Headers.ContentType?.MediaType;
        if (!string.Equals(contentType, Protobuf.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            var message = $"The answer to {call.Method} is {contentType ?? "of no type"}, not {Protobuf.MediaType}.";
            throw new LiveKitException(LiveKitErrorCode.Malformed, message, response.StatusCode);
        }

        try
        {
            return parser.ParseFrom(body);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new LiveKitException(
                LiveKitErrorCode.Malformed, $"The answer to {call.Method} cannot be decoded.", response.StatusCode, innerException: exception);
        }
    }

    private static LiveKitException TimedOut(TwirpCall call, Exception exception) =>
        new(LiveKitErrorCode.DeadlineExceeded, $"LiveKit did not answer {call.Method} in time.", innerException: exception);
}
