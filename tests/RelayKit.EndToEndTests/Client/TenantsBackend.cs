using RelayKit.Client;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Client;

/// <summary>A tenant's backend: the client with the tenant's key, and the apps that it hands tokens to.</summary>
internal sealed class TenantsBackend(StackFixture stack, string key) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _patience = new(Patience);

    public RelayKitClient Api { get; } = new(new RelayKitClientOptions { BaseAddress = stack.Url, ApiKey = key });

    /// <summary>Ends a test that would hang.</summary>
    public CancellationToken GiveUp => _patience.Token;

    /// <summary>A backend of a new tenant, whose rooms live on the simulated cluster.</summary>
    public static async Task<TenantsBackend> StartAsync(StackFixture stack) => new(stack, (await stack.CreateSimulatedTenantAsync()).Key);

    /// <summary>An app joins, and RelayKit has heard of it.</summary>
    public async Task JoinAsync(JoinToken token)
    {
        await stack.Simulator.JoinAsync(token.Token);
        await stack.Simulator.DrainAsync();
    }

    public Task<string> PublishAsync(Room room, string identity, string source) => stack.Simulator.PublishAsync(room.LivekitName, identity, source);

    public Task DrainAsync() => stack.Simulator.DrainAsync();

    public async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> items, int count = int.MaxValue)
    {
        var all = new List<T>();
        await foreach (var item in items.WithCancellation(GiveUp))
        {
            all.Add(item);
            if (all.Count == count)
            {
                break;
            }
        }

        return all;
    }

    public void Dispose()
    {
        Api.Dispose();
        _patience.Dispose();
    }
}
