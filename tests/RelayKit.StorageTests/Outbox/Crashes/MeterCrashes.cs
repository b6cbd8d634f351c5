using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RelayKit.Billing;
using RelayKit.Outbox;
using RelayKit.Storage.Billing;
using RelayKit.Stripe;
using RelayKit.Stripe.Simulator;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Outbox.Crashes;

/// <summary>Usage: in the end Stripe has the floor of the ledger, wherever the process died that told it.</summary>
internal sealed class MeterCrashes : CrashScene
{
    private const string Prefix = "crash_";

    private readonly TenantId _tenant = TenantId.New(TimeProvider.System);
    private readonly HttpClient _http;
    private WebApplication? _stripe;
    private int _sessions;

    private MeterCrashes(PostgresFixture postgres, Gate gate, HttpClient http)
        : base(postgres, gate)
    {
        _http = http;

        // In the middle of a month, so that no period ends meanwhile.
        var now = DateTimeOffset.UtcNow;
        Ahead = new DateTimeOffset(now.Year, now.Month, 14, 12, 0, 0, TimeSpan.Zero) - now;
    }

    public override string Kind => OutboxKinds.Meter;

    /// <summary>As src/Storage/Billing/MeterSender.cs has it.</summary>
    public override TimeSpan Lease => TimeSpan.FromMinutes(2);

    public static async Task<MeterCrashes> CreateAsync(PostgresFixture postgres)
    {
        // No other tenant is due.
        await Sql.ExecuteAsync(
            postgres.ConnectionString,
            """
            delete from relaykit.outbox where kind = 'meter';
            insert into relaykit.billing_accounts (tenant_id, stage_since, report_due_at) select tenant_id, now(), 'infinity' from relaykit.tenants on conflict do nothing;
            update relaykit.billing_accounts set report_due_at = 'infinity', customer_id = null;
            """);
        var http = new HttpClient();
        MeterCrashes? scene = null;
        var stripe = StripeSimulatorApp.Build(
            new StripeSimulatorOptions { ApiKey = "sk_test_crashes", MeterEvents = [$"{Prefix}participant_minutes"], Urls = "http://127.0.0.1:0" },
            new ClockOf(() => scene?.Ahead ?? TimeSpan.Zero));
        var gate = await Gate.BeforeAsync(() => new Uri(stripe.Urls.Single()), http);
        scene = new MeterCrashes(postgres, gate, http) { _stripe = stripe };
        await stripe.StartAsync();
        scene.Set("RelayKit__Stripe__ApiKey", "sk_test_crashes");
        scene.Set("RelayKit__Stripe__ApiBase", gate.Url);
        scene.Set("RelayKit__Stripe__WebhookSecret", "whsec_crashesCrashesCrashesCrashes01");
        scene.Set("RelayKit__Stripe__MeterEventPrefix", Prefix);
        scene.Set("RelayKit__Billing__Plans__crash__Prices__participant_minutes__UnitPrice", "1");
        scene.Set("RelayKit__Billing__Plans__crash__Prices__participant_minutes__ProviderPriceId", "price_minutes");
        await scene.AddCustomerAsync();
        return scene;
    }

    public override async Task<(Guid Message, string Mark)> CauseAsync()
    {
        await StayAsync(TimeSpan.FromSeconds(61));
        await ExecuteAsync("update relaykit.billing_accounts set report_due_at = '-infinity' where tenant_id = $1");
        Assert.Equal(1, await Services.GetRequiredService<MeterReporter>().ReportDueAsync(CancellationToken.None));
        var message = await Sql.ScalarAsync<Guid>(
            Postgres.ConnectionString, "select message_id from relaykit.outbox where kind = 'meter' order by place desc limit 1");
        var identifier = Encoding.UTF8.GetString(await Sql.ScalarAsync<byte[]>(Postgres.ConnectionString, $"select body from relaykit.outbox where message_id = '{message}'"));
        return (message, Uri.EscapeDataString(identifier));
    }

    public override async Task VerifyAsync(CrashStep step, int runs)
    {
        var usage = await Services.GetRequiredService<IBillingStore>().ReadUsageAsync(
            _tenant, UsagePeriod.Containing(Now), Now, CancellationToken.None);
        var total = 0L;
        foreach (var customer in (await _http.GetFromJsonAsync<JsonElement>(new Uri(new Uri(_stripe!.Urls.Single()), "/sim/totals"))).EnumerateArray())
        {
            total += customer.GetProperty("value").GetInt64();
        }

        Assert.Equal(WholeMinutes.Floor(61_000L * runs), WholeMinutes.Floor(usage.Of(BillingMeter.Participants)));
        Assert.Equal(WholeMinutes.Floor(usage.Of(BillingMeter.Participants)), total);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _stripe!.DisposeAsync();
        _http.Dispose();
    }

    protected override void Add(IServiceCollection services, IConfiguration configuration) => services.AddStripeBilling().AddBillingWork();

    private DateTimeOffset Now => DateTimeOffset.UtcNow + Ahead;

    private async Task AddCustomerAsync()
    {
        await Sql.ExecuteAsync(
            Postgres.ConnectionString, $"insert into relaykit.tenants (tenant_id, name, created_at) values ('{_tenant.Value}', 'Crashes', now())");
        var store = Services.GetRequiredService<IBillingStore>();
        await store.AssignPlanAsync(_tenant, "crash", CancellationToken.None);
        var customer = await Services.GetRequiredService<IBillingProvider>().EnsureCustomerAsync(new BillingCustomer(_tenant, "Crashes", null), CancellationToken.None);
        await store.SetCustomerAsync(_tenant, customer.Value!, CancellationToken.None);
    }

    private async Task StayAsync(TimeSpan length)
    {
        var from = UsagePeriod.Containing(Now).StartMs + (++_sessions * 3_600L);
        var sid = string.Create(CultureInfo.InvariantCulture, $"PA_{_sessions}");
        var session = Guid.CreateVersion7();
        await ExecuteAsync(
            """
            insert into relaykit.sessions (tenant_id, session_id, mode, room, livekit_sid, generation, started_at_ms, ended_at_ms, end_recorded_at)
            values ($1, $2, 'l', 'lobby', $3, 1, $4, $5, now())
            """,
            session, sid, from, from + (long)length.TotalMilliseconds);
        await ExecuteAsync(
            """
            insert into relaykit.participant_sessions (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class, joined_at_ms,
                left_at_ms, join_event_id, leave_event_id)
            values ($1, $2, $3, gen_random_uuid(), 'l', 'lobby', 'ann', 'Ann', 0, $4, $5, 'EV_join', 'EV_leave')
            """,
            session, sid, from, from + (long)length.TotalMilliseconds);
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Postgres.Sources.Jobs.CreateCommand(sql);
        command.Parameters.AddWithValue(_tenant.Value);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync();
    }
}
