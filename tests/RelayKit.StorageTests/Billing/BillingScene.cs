using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using RelayKit.Billing;
using RelayKit.Identifiers;
using RelayKit.Storage.Billing;
using RelayKit.Storage.Outbox;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Billing;

/// <summary>One tenant that is a customer of a played provider, and a clock of its own. No other tenant is due.</summary>
internal sealed class BillingScene : IDisposable
{
    public const string Plan = "metered";

    public static readonly DateTimeOffset Start = new(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly PostgresFixture _postgres;
    private readonly OutboxInstruments _instruments = new();

    private BillingScene(PostgresFixture postgres)
    {
        _postgres = postgres;
        Time = new FakeTimeProvider(Start);
        Tenant = TenantId.New(Time);
        Provider = new PlayedProvider(Time);
        Store = new PostgresBillingStore(postgres.Sources, Time);
        Plans = new Plans(new PostgresPlanStore(postgres.Sources, Time), Options);
    }

    public FakeTimeProvider Time { get; }

    public TenantId Tenant { get; }

    public PlayedProvider Provider { get; }

    public PostgresBillingStore Store { get; }

    public Plans Plans { get; }

    public bool HasProvider { get; init; } = true;

    public PlayedTerms Terms { get; } = new();

    public PlayedMailOutbox Mails { get; } = new();

    public IOptions<BillingOptions> Options { get; } = Microsoft.Extensions.Options.Options.Create(new BillingOptions
    {
        Plans =
        {
            [Plan] = new PlanOptions
            {
                Prices =
                {
                    ["participant_minutes"] = new PlanPriceOptions { Included = 10, UnitPrice = 0.5m, ProviderPriceId = "price_minutes" },
                    ["recording_minutes"] = new PlanPriceOptions { Included = 0, UnitPrice = 2, ProviderPriceId = "price_recordings" },
                },
            },
        },
    });

    public static async Task<BillingScene> CreateAsync(PostgresFixture postgres, bool isCustomer = true)
    {
        var scene = new BillingScene(postgres) { HasProvider = isCustomer };
        await Sql.ExecuteAsync(
            postgres.ConnectionString,
            $"""
            insert into relaykit.billing_accounts (tenant_id, stage_since, report_due_at)
                select tenant_id, now(), 'infinity' from relaykit.tenants on conflict (tenant_id) do update set report_due_at = 'infinity', compared_on = 'infinity';
            update relaykit.billing_accounts set unsettled = false, customer_id = null, report_due_at = 'infinity', compared_on = 'infinity';
            delete from relaykit.outbox where kind = 'meter';
            insert into relaykit.tenants (tenant_id, name, created_at) values ('{scene.Tenant.Value}', 'Played', '2026-09-01T00:00:00Z');
            """);
        await scene.Store.AssignPlanAsync(scene.Tenant, Plan, CancellationToken.None);
        if (isCustomer)
        {
            await scene.Store.SetCustomerAsync(scene.Tenant, $"{PlayedProvider.Customer}_{scene.Tenant}", CancellationToken.None);
        }

        return scene;
    }

    /// <summary>Somebody connects; how long it is until somebody leaves is said later.</summary>
    public async Task<string> JoinAsync(DateTimeOffset at, ParticipantClass @class = ParticipantClass.Standard, Mode mode = Mode.Live)
    {
        var sid = $"PA_{Guid.NewGuid():n}";
        var session = FactId.Of(at.ToUnixTimeMilliseconds(), "session", Tenant.Value, sid, "");
        await ExecuteAsync(
            """
            insert into sessions (tenant_id, session_id, mode, room, livekit_sid, generation, started_at_ms) values ($1, $2, $3, 'lobby', $4, 1, $5)
            """,
            session, mode.Letter().ToString(), sid, at.ToUnixTimeMilliseconds());
        await ExecuteAsync(
            """
            insert into participant_sessions (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class, joined_at_ms,
                join_event_id, labels)
            values ($1, $2, $3, gen_random_uuid(), $4, 'lobby', 'ann', 'Ann', $5, $6, 'EV_join', array['customer=acme'])
            """,
            session, sid, mode.Letter().ToString(), (short)@class, at.ToUnixTimeMilliseconds());
        return sid;
    }

    /// <summary>LiveKit says when somebody left; said again, it is a correction.</summary>
    public async Task LeaveAsync(string sid, DateTimeOffset at)
    {
        await ExecuteAsync("update participant_sessions set left_at_ms = $3, leave_event_id = 'EV_leave' where tenant_id = $1 and livekit_sid = $2", sid, at.ToUnixTimeMilliseconds());
        await ExecuteAsync("update sessions set ended_at_ms = $3, end_recorded_at = now() where tenant_id = $1 and livekit_sid = $2", sid, at.ToUnixTimeMilliseconds());
    }

    /// <summary>Somebody was connected for so long.</summary>
    public async Task<string> StayAsync(DateTimeOffset from, TimeSpan length, ParticipantClass @class = ParticipantClass.Standard, Mode mode = Mode.Live)
    {
        var sid = await JoinAsync(from, @class, mode);
        await LeaveAsync(sid, from + length);
        return sid;
    }

    public MeterReporter Reporter() => new(
        _postgres.Sources, Plans, HasProvider ? [Provider] : [], Options, Time, NullLogger<MeterReporter>.Instance);

    public DunningWork Dunning() => new(_postgres.Sources, Plans, Terms, Mails, Options, Time, NullLogger<DunningWork>.Instance);

    public PostgresBillingUpdates Updates() => new(
        _postgres.Sources, Plans, Dunning(), new MeterReportProgress(_postgres.Sources, Time), Time, NullLogger<PostgresBillingUpdates>.Instance);

    public BillingComparer Comparer() => new(_postgres.Sources, Plans, [Provider], Time, NullLogger<BillingComparer>.Instance);

    public Task<BillingAccount> AccountAsync() => Store.ReadAccountAsync(Tenant, CancellationToken.None);

    /// <summary>The types of the tenant's events of billing, in their order.</summary>
    public async Task<List<string>> EventsAsync()
    {
        await using var command = _postgres.Sources.Jobs.CreateCommand("select type from events where tenant_id = $1 and type like 'billing.%' order by seq");
        command.Parameters.AddWithValue(Tenant.Value);
        await using var reader = await command.ExecuteReaderAsync();
        var types = new List<string>();
        while (await reader.ReadAsync())
        {
            types.Add(reader.GetString(0));
        }

        return types;
    }

    /// <summary>Reports now, whether it is due or not.</summary>
    public async Task ReportAsync()
    {
        await ExecuteAsync("update billing_accounts set report_due_at = '-infinity' where tenant_id = $1");
        Assert.Equal(1, await Reporter().ReportDueAsync(CancellationToken.None));
    }

    /// <summary>A process takes what is due once, and sends it; what a lane has behind it waits for the next.</summary>
    public async Task<int> SendAsync()
    {
        var sender = new MeterSender(new MeterReportProgress(_postgres.Sources, Time), HasProvider ? [Provider] : [], Time, NullLogger<MeterSender>.Instance);
        using var dispatcher = new OutboxDispatcher(_postgres.Sources, sender, _instruments, Time, NullLogger<OutboxDispatcher>.Instance);
        return await dispatcher.SendDueAsync(CancellationToken.None);
    }

    /// <summary>Sends until nothing is due.</summary>
    public async Task SendAllAsync()
    {
        for (var sent = 1; sent > 0;)
        {
            sent = await SendAsync();
        }
    }

    /// <summary>What the dispatcher holds is due again, as when the process that held it has died and the lease is over.</summary>
    public async Task DieAsync(Func<Task> what)
    {
        await what();
        Time.Advance(TimeSpan.FromMinutes(3));
    }

    public async Task<List<ReportedUsage>> ReportsAsync(UsagePeriod? period = null, MeterReportState? state = null)
    {
        var reports = new List<ReportedUsage>();
        var store = new PostgresMeterReportStore(_postgres.Sources);
        await foreach (var report in store.ReadAsync(period ?? UsagePeriod.Containing(Start), Tenant, state, CancellationToken.None))
        {
            reports.Add(report);
        }

        return reports;
    }

    public async Task<long> LedgerMinutesAsync(BillingMeter meter = BillingMeter.Participants) =>
        WholeMinutes.Floor((await Store.ReadUsageAsync(Tenant, UsagePeriod.Containing(Start), Time.GetUtcNow(), CancellationToken.None)).Of(meter));

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = _postgres.Sources.Jobs.CreateCommand(sql);
        command.Parameters.AddWithValue(Tenant.Value);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    public void Dispose() => _instruments.Dispose();
}
