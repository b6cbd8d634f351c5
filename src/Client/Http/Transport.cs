using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RelayKit.Client;

/// <summary>Makes calls: with the key, with repetitions where <see cref="RetryRules"/> allow them, within the deadline.</summary>
internal sealed class Transport
{
    private static readonly ProductInfoHeaderValue Agent = new(
        "RelayKit.Client",
        typeof(Transport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");

    private readonly HttpClient _http;
    private readonly RelayKitClientOptions _options;
    private readonly Uri _address;

    public Transport(HttpClient http, RelayKitClientOptions options)
    {
        options.Check();
        (_http, _options) = (http, options);
        _address = options.BaseAddress.AbsoluteUri.EndsWith('/') ? options.BaseAddress : new Uri(options.BaseAddress.AbsoluteUri + "/");
    }

    public RelayKitClientOptions Options => _options;

    /// <summary>A call that is answered with a JSON value.</summary>
    public async Task<T> SendAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class =>
        await SendAsync(call, (response, token) => ReadAsync(call, response, type, token), cancellation).ConfigureAwait(false)
            ?? throw new RelayKitException(call.Operation, ErrorCodes.UnexpectedAnswer, "The answer is empty.");

    /// <summary>A call that is answered with a JSON value; null where an attempt whose answer was lost had done it all.</summary>
    public Task<T?> SendOrGoneAsync<T>(ApiCall call, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class => SendAsync(call, (response, token) => ReadAsync(call, response, type, token), cancellation);

    /// <summary>A call whose answer has no body that matters.</summary>
    public Task SendAsync(ApiCall call, CancellationToken cancellation) =>
        SendAsync(call, static (_, _) => Task.FromResult<object?>(null), cancellation);

    /// <summary>A call whose answer is read by the caller, as it comes.</summary>
    public async Task<StreamedAnswer> OpenAsync(ApiCall call, CancellationToken cancellation)
    {
        var answer = await RunAsync(call, (response, token) => StreamedAnswer.BeginAsync(response, _options, token), cancellation).ConfigureAwait(false);
        return answer!;
    }

    /// <summary>A call with an answer to be read by a function.</summary>
    /// <param name="call">The call.</param>
    /// <param name="read">Reads the answer while it is open.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<T?> SendAsync<T>(ApiCall call, Func<HttpResponseMessage, CancellationToken, Task<T?>> read, CancellationToken cancellation)
        where T : class => RunAsync(
            call,
            async (response, token) =>
            {
                using (response)
                {
                    return await read(response, token).ConfigureAwait(false);
                }
            },
            cancellation);

    /// <summary>One attempt after the other. What <paramref name="take"/> is given is its own to dispose.</summary>
    private async Task<T?> RunAsync<T>(ApiCall call, Func<HttpResponseMessage, CancellationToken, Task<T>> take, CancellationToken cancellation)
    {
        var time = _options.TimeProvider;
        var began = time.GetTimestamp();
        var backoff = new Backoff(_options.MinPause, _options.MaxPause, _options.Chance);
        var mayBeDone = false;
        Failure? last = null;
        for (var attempt = 1; ; attempt++)
        {
            var left = _options.Deadline - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                throw last!.Error;
            }

            var (answer, failure) = await TryOnceAsync(call, take, left, cancellation).ConfigureAwait(false);
            if (failure is null)
            {
                return answer;
            }

            last = failure;
            failure.Error.Attempts = attempt;
            if (mayBeDone && call.GoneIsDone && failure.Error.Status == HttpStatusCode.NotFound)
            {
                return default;
            }

            mayBeDone |= failure.Reach == Reach.Unknown;
            var pause = backoff.Next(failure.Error.RetryAfter);
            if (attempt > _options.MaxRetries || !RetryRules.MayRepeat(call, failure) || time.GetElapsedTime(began) + pause >= _options.Deadline)
            {
                throw failure.Error;
            }

            await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(T? Answer, Failure? Failure)> TryOnceAsync<T>(
        ApiCall call, Func<HttpResponseMessage, CancellationToken, Task<T>> take, TimeSpan left, CancellationToken cancellation)
    {
        var patience = left < _options.AttemptTimeout ? left : _options.AttemptTimeout;
        using var timer = new CancellationTokenSource(patience, _options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        try
        {
            using var request = RequestOf(call);
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return (await take(response, both.Token).ConfigureAwait(false), null);
            }

            using (response)
            {
                return (default, await Answers.ReadFailureAsync(call, response, _options.ApiKey, _options.TimeProvider, both.Token).ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OperationCanceledException late)
        {
            var within = timer.IsCancellationRequested ? $"{patience.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} seconds" : "the HttpClient's own Timeout";
            var error = new RelayKitException(call.Operation, ErrorCodes.TimedOut, $"There was no answer within {within}.", late);
            return (default, new Failure(error, Reach.Unknown, MayPass: true));
        }
        catch (HttpRequestException fault)
        {
            var (reach, mayPass) = RetryRules.Of(fault);
            return (default, new Failure(Broken(call, fault), reach, mayPass));
        }
        catch (IOException fault)
        {
            return (default, new Failure(Broken(call, fault), Reach.Unknown, MayPass: true));
        }
    }

    private static RelayKitException Broken(ApiCall call, Exception fault) =>
        new(call.Operation, ErrorCodes.ConnectionFailed, $"There was no whole answer: {fault.Message}", fault);

    private HttpRequestMessage RequestOf(ApiCall call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(_address, call.Path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.ApiKey);
        request.Headers.UserAgent.Add(Agent);
        request.Headers.TryAddWithoutValidation("Accept", call.Accept);
        request.Headers.TryAddWithoutValidation("Accept", "application/problem+json");
        Add("Idempotency-Key", call.IdempotencyKey);
        Add("If-Match", call.IfMatch);
        Add("Last-Event-ID", call.LastEventId);
        if (call.Body is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;

        void Add(string name, string? value)
        {
            if (value is not null && !request.Headers.TryAddWithoutValidation(name, value))
            {
                throw new ArgumentException($"cannot be sent as the header {name}");
            }
        }
    }

    /// <summary>The JSON value of an answer.</summary>
    public static async Task<T?> ReadAsync<T>(ApiCall call, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(body, type, cancellation).ConfigureAwait(false);
        }
        catch (JsonException fault)
        {
            throw new RelayKitException(call.Operation, ErrorCodes.UnexpectedAnswer, "The answer cannot be read as what the API answers.", fault);
        }
    }
}
