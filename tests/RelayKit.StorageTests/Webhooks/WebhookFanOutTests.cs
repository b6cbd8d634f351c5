using CsCheck;
using RelayKit.Events;
using RelayKit.Ledger;
using RelayKit.StorageTests.Events;
using RelayKit.StorageTests.Ledger;
using RelayKit.Webhooks;

namespace RelayKit.StorageTests.Webhooks;

/// <summary>Each event is queued for the endpoints that want it, once, in the transaction that writes it.</summary>
public sealed class WebhookFanOutTests(EventDatabase database) : IClassFixture<EventDatabase>
{
    private static readonly Gen<string> Type = Gen.Int[0, TenantEventTypes.All.Length - 1].Select(static at => TenantEventTypes.All[at]);

    private static readonly Gen<string> Name = Gen.OneOf(Type, Type.Select(static type => type.Split('.')[0] + ".*"), Gen.Const("*"));

    private static readonly Gen<(string[] Types, bool IsTest, bool IsEnabled)> AnEndpoint = Gen.Select(Name.Array[0, 3], Gen.Bool, Gen.Int[0, 3].Select(static n => n > 0));

    private static readonly Gen<(string Type, int Mode)> AnEvent = Gen.Select(Type, Gen.Int[0, 2]);

    [Fact]
    public Task What_is_queued_is_what_the_filters_and_modes_of_enabled_endpoints_admit() =>
        Gen.Select(AnEndpoint.Array[0, 4], AnEvent.Array[1, 8]).SampleAsync(
            async (endpoints, events) =>
            {
                using var scene = await WebhookScene.SetAsync(database);
                var (tenant, neighbour) = (EventDatabase.NewTenant(), EventDatabase.NewTenant());
                await scene.EndpointAsync(neighbour);
                var made = new List<WebhookEndpoint>();
                foreach (var (types, isTest, isEnabled) in endpoints)
                {
                    made.Add(await scene.EndpointAsync(tenant, isTest ? Mode.Test : Mode.Live, isEnabled: isEnabled, types: types));
                }

                var told = events.Select(one => scene.Event(one.Type, one.Mode switch { 0 => Mode.Live, 1 => Mode.Test, _ => null })).ToArray();
                await database.AppendAsync(tenant, told);

                var wanted =
                    from one in told
                    from endpoint in made
                    where endpoint.IsEnabled && (one.Mode is null || one.Mode == endpoint.Mode) && WebhookTypes.Admit(endpoint.Types, one.Type)
                    select (endpoint.Id, one.Id);
                Assert.Equal(wanted.Order(), (await scene.WaitingAsync()).Order());
            },
            iter: 30,
            threads: 1);

    [Fact]
    public async Task What_a_transaction_takes_back_is_not_queued_and_what_is_told_twice_is_queued_once()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        var endpoint = await scene.EndpointAsync(tenant);
        await using (var connection = await database.Sources.Jobs.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var insert = connection.CreateCommand();
            insert.CommandText = "insert into events (tenant_id, event_id, seq, type, created_at_ms, data) values ($1, $2, 1, 'room.started', 1, '{}')";
            insert.Parameters.Add(new() { Value = tenant.Value });
            insert.Parameters.Add(new() { Value = Guid.CreateVersion7() });
            await insert.ExecuteNonQueryAsync();
            await transaction.RollbackAsync();
        }

        Assert.Empty(await scene.WaitingAsync());
        await using var ledger = new RunningLedger(database.ConnectionString);
        var one = scene.Event();
        foreach (var _ in new[] { "once", "twice" })
        {
            Assert.True(ledger.Ledger.TryReserve());
            await ledger.Ledger.CommitAsync(
                new LedgerLane(), LedgerEntry.OfTenant(tenant, Mode.Live, [new EventRow(one.Id, one.Type, one.CreatedAtMs, """{"mode":"live"}""")]));
        }

        Assert.Equal([(endpoint.Id, one.Id)], await scene.WaitingAsync());
    }

    [Fact]
    public async Task A_delivery_has_an_id_of_its_own_that_is_a_UUID_of_the_events_time()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        await scene.EndpointAsync(tenant);
        await scene.EndpointAsync(tenant);
        var one = await scene.TellAsync(tenant);

        await using var select = database.Sources.Jobs.CreateCommand("select message_id from outbox where subject = $1");
        select.Parameters.AddWithValue(one.Id);
        await using var reader = await select.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetGuid(0));
        }

        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id =>
        {
            Assert.Equal((7, 8), (id.Version, id.Variant & 0xc));
            Assert.Equal(RelayKit.Identifiers.UuidVersion7.MillisecondsOf(one.Id), RelayKit.Identifiers.UuidVersion7.MillisecondsOf(id));
        });
    }
}
