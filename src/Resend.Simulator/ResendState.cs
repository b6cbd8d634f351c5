using System.Security.Cryptography;
using System.Text.Json;

namespace RelayKit.Resend.Simulator;

/// <summary>What a simulated Resend knows: the mails that it took, the keys that it remembers, what it has answered in this second, and the script of faults.</summary>
public sealed class ResendState(ResendSimulatorOptions options, TimeProvider time)
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan KeyMemory = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly List<TakenEmail> _taken = [];
    private readonly Dictionary<string, (string Hash, Guid Id, DateTimeOffset At)> _keys = [];
    private readonly Queue<Fault> _faults = new();
    private (long Second, int Count) _window;

    /// <summary>The mails that were taken, in their order.</summary>
    public IReadOnlyList<TakenEmail> Taken
    {
        get
        {
            lock (_gate)
            {
                return [.. _taken];
            }
        }
    }

    /// <summary>Requests that came, whatever became of them.</summary>
    public int Requests { get; private set; }

    /// <summary>Plays a fault, after those that were asked for before.</summary>
    public void Play(Fault fault)
    {
        lock (_gate)
        {
            for (var i = 0; i < fault.Times; i++)
            {
                _faults.Enqueue(fault);
            }
        }
    }

    /// <summary>The fault of the next request; null for none.</summary>
    internal Fault? NextFault()
    {
        lock (_gate)
        {
            Requests++;
            return _faults.TryDequeue(out var fault) ? fault : null;
        }
    }

    /// <summary>Counts a request of this second.</summary>
    /// <returns>How many more it may have; negative for one too many.</returns>
    internal int CountRequest()
    {
        lock (_gate)
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            _window = _window.Second == second ? (second, _window.Count + 1) : (second, 1);
            return options.RequestsPerSecond - _window.Count;
        }
    }

    /// <summary>Takes a mail.</summary>
    /// <returns>Its id; or the error's status and name.</returns>
    internal (Guid Id, int Status, string? Error) Take(string? key, byte[] body)
    {
        using var parsed = JsonDocument.Parse(body);
        var hash = Convert.ToHexString(SHA256.HashData(body));
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (key is not null && _keys.TryGetValue(key, out var known) && now - known.At < KeyMemory)
            {
                return known.Hash == hash ? (known.Id, 200, null) : (default, 409, "invalid_idempotent_request");
            }

            if (_taken.Count(mail => mail.At.UtcDateTime.Date == now.UtcDateTime.Date) >= options.DailyQuota)
            {
                return (default, 429, "daily_quota_exceeded");
            }

            if (_taken.Count(mail => (mail.At.UtcDateTime.Year, mail.At.UtcDateTime.Month) == (now.UtcDateTime.Year, now.UtcDateTime.Month)) >= options.MonthlyQuota)
            {
                return (default, 429, "monthly_quota_exceeded");
            }

            var mail = new TakenEmail(Guid.NewGuid(), key, parsed.RootElement.Clone(), now);
            _taken.Add(mail);
            if (key is not null)
            {
                _keys[key] = (hash, mail.Id, now);
            }

            return (mail.Id, 200, null);
        }
    }
}
