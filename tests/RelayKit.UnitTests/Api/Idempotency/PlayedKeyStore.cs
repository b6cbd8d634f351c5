using System.Data.Common;
using RelayKit.Idempotency;

namespace RelayKit.UnitTests.Api.Idempotency;

/// <summary>Keeps keys in memory by the rules of the port, and can be away.</summary>
internal sealed class PlayedKeyStore : IIdempotencyStore
{
    private readonly Dictionary<string, StoredKey> _rows = [];
    private readonly TaskCompletionSource _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first answer is kept.</summary>
    public Task Kept => _kept.Task;

    /// <summary>Whether keys cannot be taken.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether answers cannot be kept, nor keys be let go of.</summary>
    public bool GoesAwayMeanwhile { get; set; }

    public IReadOnlyList<StoredKey> Rows => Locked(() => _rows.Values.ToList());

    public Task<StoredKey?> AddOrFindAsync(StoredKey row, CancellationToken cancellation) => IsAway
        ? throw new PlayedOutage()
        : Task.FromResult<StoredKey?>(Locked(() => _rows.TryAdd(Id(row), row) ? row : _rows[Id(row)]));

    public Task<bool> ReplaceAsync(StoredKey seen, StoredKey row, CancellationToken cancellation) => Change(
        seen, found => found.Claim == seen.Claim && (found.Answer is null || found.CreatedAt < row.CreatedAt), _ => row);

    public async Task<bool> KeepAsync(StoredKey mine, byte[] answer, CancellationToken cancellation)
    {
        var kept = await Change(mine, Mine(mine), found => found with { Answer = answer });
        _kept.TrySetResult();
        return kept;
    }

    public Task AbandonAsync(StoredKey mine, CancellationToken cancellation) =>
        Change(mine, Mine(mine), found => found with { LeaseUntil = found.CreatedAt });

    public Task ForgetAsync(StoredKey mine, CancellationToken cancellation) => Change(mine, Mine(mine), _ => null);

    /// <summary>As if another process had taken every row over.</summary>
    public void TakeAllAway() => Locked(() =>
    {
        foreach (var (id, row) in _rows.ToList())
        {
            _rows[id] = row with { Claim = Guid.NewGuid() };
        }

        return 0;
    });

    private static Func<StoredKey, bool> Mine(StoredKey mine) => found => found.Claim == mine.Claim && found.Answer is null;

    private static string Id(StoredKey row) => $"{row.Tenant} {Convert.ToHexString(row.RequestHash)}";

    private Task<bool> Change(StoredKey of, Func<StoredKey, bool> may, Func<StoredKey, StoredKey?> change) => GoesAwayMeanwhile
        ? throw new PlayedOutage()
        : Task.FromResult(Locked(() =>
        {
            if (!_rows.TryGetValue(Id(of), out var found) || !may(found))
            {
                return false;
            }

            _rows.Remove(Id(of));
            if (change(found) is { } changed)
            {
                _rows.Add(Id(of), changed);
            }

            return true;
        }));

    private T Locked<T>(Func<T> work)
    {
        lock (_rows)
        {
            return work();
        }
    }

    /// <summary>What the driver throws when PostgreSQL does not answer.</summary>
    private sealed class PlayedOutage() : DbException("PostgreSQL is away.");
}
