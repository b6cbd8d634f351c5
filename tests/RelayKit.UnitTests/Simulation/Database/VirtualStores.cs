using System.Collections.Frozen;
using System.Collections.Immutable;
using Npgsql;
using RelayKit.Labels;
using RelayKit.Rooms;
using RelayKit.UnitTests.Simulation.Laws;
using RelayKit.UnitTests.Simulation.Scheduling;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation.Database;

/// <summary>What silos read of the database. An answer is as old as the time that it took.</summary>
internal sealed class VirtualStores(World world, Weather weather, VirtualDatabase database, MeterTruth meters) : IRoomStore, IUsageStore
{
    /// <summary>Answers at once, for whoever looks at the world from outside.</summary>
    public bool IsInstant { get; set; }

    public Task<RoomSnapshot?> LoadAsync(RoomKey key, CancellationToken cancellation) =>
        ReadAsync<RoomSnapshot?>(() => new RoomSnapshot(RecordOf(key), database.OpenSessionsOf(key), []));

    public Task<SessionSnapshot?> FindSessionAsync(RoomKey key, string roomSid, CancellationToken cancellation) =>
        ReadAsync(() => database.Find(key, roomSid)?.ToSnapshot());

    public Task<MeterSnapshot> ReadMeterAsync(
        MeterKey key, UsagePeriod period, FrozenSet<Label> watched, TimeSpan followEnded, CancellationToken cancellation) =>
        ReadAsync(() =>
        {
            meters.Read(key.Tenant);
            world.Story?.Invoke($"meter {key} reads the ledger");
            return database.ReadMeter(key, period, watched, followEnded);
        });

    public Task<bool> SaveAsync(RoomRecord record, CancellationToken cancellation) => throw new NotSupportedException("Rooms are there.");

    public Task SaveBanAsync(RoomKey key, RoomBan ban, CancellationToken cancellation) => throw new NotSupportedException("Nobody is kept out.");

    public Task DeleteBansAsync(RoomKey key, string? identity, CancellationToken cancellation) => throw new NotSupportedException("Nobody is kept out.");

    public Task<long> ReadUsageAsync(RoomKey key, UsagePeriod period, CancellationToken cancellation) => throw new NotSupportedException("No room has a budget.");

    public Task<UsageReading> ReadLabelAsync(MeterKey key, UsagePeriod period, Label label, long nowMs, CancellationToken cancellation) =>
        throw new NotSupportedException("Nobody reads a label.");

    public Task<ImmutableArray<Newcomer>> ListNewestAsync(MeterKey key, Label? label, int count, CancellationToken cancellation) =>
        throw new NotSupportedException("Nobody limits participants.");

    public Task<ImmutableArray<RoomKey>> ListLiveRoomsAsync(MeterKey key, Label? label, CancellationToken cancellation) =>
        throw new NotSupportedException("No tenant has a budget.");

    public Task<RoomPage> ListAsync(RoomListQuery query, CancellationToken cancellation) => throw new NotSupportedException("Nobody lists rooms.");

    public Task<T> ReadAsync<T>(Func<T> read)
    {
        if (IsInstant)
        {
            return Task.FromResult(read());
        }

        var answer = new TaskCompletionSource<T>();
        world.After(world.Chance.Next(5), () =>
        {
            if (world.Chance.NextDouble() < weather.ReadFails)
            {
                answer.SetException(new NpgsqlException("The connection broke."));
                return;
            }

            var found = read();
            world.After(world.Chance.Next(5), () => answer.SetResult(found));
        });
        return answer.Task;
    }

    /// <summary>A small write of a grain's own state: it takes its time and is done, whatever becomes of who asked for it.</summary>
    public Task WriteAsync(Action write)
    {
        var answer = new TaskCompletionSource();
        world.After(world.Chance.Next(5), () =>
        {
            write();
            world.After(world.Chance.Next(5), () => answer.SetResult());
        });
        return answer.Task;
    }

    private static RoomRecord RecordOf(RoomKey key) => new()
    {
        Key = key,
        Generation = 1,
        LiveKitCluster = "default",
        Settings = new RoomSettings(),
        CreatedAt = DateTimeOffset.UnixEpoch,
        Version = 1,
    };
}
