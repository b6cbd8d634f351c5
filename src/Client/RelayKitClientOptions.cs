using System.Diagnostics;

namespace RelayKit.Client;

/// <summary>Where RelayKit is, by which key it is called, and how patiently.</summary>
public sealed class RelayKitClientOptions
{
    /// <summary>RelayKit's address, such as <c>https://relaykit.example.com</c>; a path in it is kept.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>The API key: <c>rk_live_…</c> or <c>rk_test_…</c>. It can be given and not be read back, so that nothing writes it down by accident.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public required string ApiKey { internal get; init; }

    /// <summary>How long one attempt may take, from the request to the whole answer. Of a stream: until it begins.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call may take in all, with its repetitions and the pauses between them.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a call is repeated at most; 0 for never.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>The shortest pause before a repetition. Pauses grow at random from there; what the server says with <c>Retry-After</c> is waited for in any case.</summary>
    public TimeSpan MinPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause before a repetition, unless the server says otherwise.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After how long without a byte a stream or an export is taken to be dead.</summary>
    public TimeSpan StreamSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock of all pauses and deadlines.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Chance, from 0 to below 1.</summary>
    internal Func<double> Chance { get; init; } = Random.Shared.NextDouble;

    /// <summary>Refuses what cannot work; the key is never part of the message.</summary>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(BaseAddress);
        if (!BaseAddress.IsAbsoluteUri || BaseAddress.Scheme is not ("http" or "https") || BaseAddress.Query.Length > 0 || BaseAddress.UserInfo.Length > 0)
        {
            throw new ArgumentException("has to be an absolute http or https address without query and user", nameof(BaseAddress));
        }

        if (string.IsNullOrEmpty(ApiKey) || ApiKey.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException("has to be the key as it was given out: printable ASCII without spaces", nameof(ApiKey));
        }

        foreach (var (name, span) in new[]
        {
            (nameof(AttemptTimeout), AttemptTimeout), (nameof(Deadline), Deadline), (nameof(MinPause), MinPause), (nameof(MaxPause), MaxPause),
            (nameof(StreamSilence), StreamSilence),
        })
        {
            if (span <= TimeSpan.Zero || span > TimeSpan.FromDays(1))
            {
                throw new ArgumentException("has to be more than nothing, and at most a day", name);
            }
        }

        if (MaxPause < MinPause)
        {
            throw new ArgumentException($"has to be at least {nameof(MinPause)}", nameof(MaxPause));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(MaxRetries);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
