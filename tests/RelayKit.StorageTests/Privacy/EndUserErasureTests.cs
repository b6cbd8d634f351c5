using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using RelayKit.Privacy;
using RelayKit.Storage.Privacy;
using RelayKit.StorageTests.Audit;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Privacy;

/// <summary>One end user is taken out of a tenant's ledger and log, and nothing that is added up from them changes.</summary>
[Collection(PostgresGroup.Name)]
public sealed class EndUserErasureTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly string[] RollUps = ["usage_hourly", "usage_hourly_by_room", "usage_hourly_by_label"];

    private const string Headers = """{"server": "played"}""";
    private const string HeadersOfOne = """{"location": "/users/Person-1"}""";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-12-03T12:00:00Z", null));
    private readonly AuditedTenant _tenant = new(postgres);

    private PostgresEndUserErasure Erasure =>
        new(postgres.Sources, new CertificateKeys(postgres.Sources, PlainProtector.Instance, Options.Create(new PrivacyOptions()), _time));

    public async Task InitializeAsync()
    {
        await _tenant.WriteAsync();
        await ExecuteAsync(
            $"""
            update relaykit.participant_sessions set name = 'Ada of ' || identity where tenant_id = '{_tenant.Id.Value}';
            with counter as (
                update relaykit.event_counters set last_seq = last_seq + 2 where tenant_id = '{_tenant.Id.Value}' returning last_seq
            )
            insert into relaykit.events (tenant_id, event_id, seq, type, created_at_ms, data)
            select '{_tenant.Id.Value}'::uuid, gen_random_uuid(), last_seq - 1, 'participant.removed', 1, '{RemovedEvent("person-1")}'::json from counter
            union all
            select '{_tenant.Id.Value}'::uuid, gen_random_uuid(), last_seq, 'participant.removed', 1, '{RemovedEvent("person-2")}'::json from counter;
            insert into relaykit.room_bans (tenant_id, mode, room, identity, since, until, reason, message) values
                ('{_tenant.Id.Value}', 'l', 'standup', 'person-1', now(), now(), 'spam', 'person-1 was rude'),
                ('{_tenant.Id.Value}', 't', 'standup', 'person-2', now(), now(), 'spam', 'person-2 was rude');
            """);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_identity_is_nowhere_any_more_and_others_are_where_they_were()
    {
        var others = await OthersAsync();

        var erased = await EraseAsync("person-1");

        Assert.Equal(0, await CountAsync("person-1"));
        Assert.Equal(others, await OthersAsync());
        Assert.Equal(1, erased.Counts["participant_sessions"]);
        Assert.Equal(1, erased.Counts["room_bans"]);
        Assert.True(erased.Counts["events"] >= 2, "its join and leave, at least");
    }

    [Fact]
    public async Task What_a_receiver_answered_of_somebody_goes_whatever_it_says_and_of_others_stays()
    {
        await ExecuteAsync(
            $"""
            insert into relaykit.webhook_attempts (
                tenant_id, attempt_id, endpoint_id, delivery_id, event_id, event_type, number, state, is_last, queued_at, duration_us, status,
                response_headers, response_body)
            select tenant_id, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), event_id, type, 1, 'exhausted', true, now(), 1, 500, '{Headers}',
                'customer 4711 of ' || (data->'participant'->>'identity' = 'person-1') || ' is unknown'
            from relaykit.events where tenant_id = '{_tenant.Id.Value}' and data->'participant'->>'identity' in ('person-1', 'person-2');
            insert into relaykit.webhook_attempts (
                tenant_id, attempt_id, endpoint_id, delivery_id, event_id, event_type, number, state, is_last, queued_at, duration_us, status,
                response_headers, response_body)
            select '{_tenant.Id.Value}'::uuid, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'room.finished', 1, 'exhausted', true, now(), 1,
                500, h::json, b
            from (values ('{Headers}', 'last seen: PERSON-1'), ('{HeadersOfOne}', null), ('{Headers}', 'nobody was there')) v (h, b);
            """);
        var answers = await AnswersAsync();

        var erased = await EraseAsync("person-1");

        Assert.Equal(0, await CountAsync("person-1"));
        Assert.Equal(0, await CountAsync("PERSON-1"));
        var left = await AnswersAsync();
        Assert.Equal(answers.Where(static answer => answer.Contains("of false", StringComparison.Ordinal) || answer.Contains("nobody", StringComparison.Ordinal)), left);
        Assert.Equal(answers.Length - left.Length, erased.Counts["webhook_attempts"]);
        Assert.True(erased.Counts["webhook_attempts"] >= 5, "its join, leave and removal, one that names it in the body, one in a header");
    }

    [Fact]
    public async Task Recordings_of_one_person_are_of_the_pseudonym_then()
    {
        await ExecuteAsync(
            $"""
            insert into relaykit.recordings (tenant_id, recording_id, mode, purpose, kind, cluster, identity, requested_at, max_seconds)
            select '{_tenant.Id.Value}'::uuid, gen_random_uuid(), 'l', 'recording', 'participant', 'default', who, now(), 60
            from (values ('person-1'), ('person-2')) v (who)
            """);

        var erased = await EraseAsync("person-1");

        Assert.Equal(1, erased.Counts["recordings"]);
        var identities = await Sql.ScalarAsync<string[]>(
            postgres.ConnectionString, $"select array_agg(identity order by identity) from relaykit.recordings where tenant_id = '{_tenant.Id.Value}'");
        Assert.Equal(["erased_", "person-2"], identities.Select(static identity => identity.StartsWith("erased_", StringComparison.Ordinal) ? "erased_" : identity));
    }

    [Fact]
    public async Task Minutes_roll_ups_and_the_audit_stay_as_they_were()
    {
        Assert.Empty(await _tenant.AuditAsync());
        var figures = await FiguresAsync();
        var rollUps = await _tenant.ReadAllAsync(RollUps);

        await EraseAsync("person-1");

        Assert.Equal(figures, await FiguresAsync());
        Assert.Equal(rollUps, await _tenant.ReadAllAsync(RollUps));
        Assert.Empty(await _tenant.AuditAsync());
    }

    [Fact]
    public async Task All_rows_of_one_erasure_have_one_pseudonym_and_another_erasures_have_another()
    {
        await ExecuteAsync($"update relaykit.participant_sessions set identity = 'same' where tenant_id = '{_tenant.Id.Value}'");

        await EraseAsync("same");

        var first = await Sql.ScalarAsync<string[]>(
            postgres.ConnectionString, $"select array_agg(distinct identity) from relaykit.participant_sessions where tenant_id = '{_tenant.Id.Value}'");
        Assert.Matches("^erased_[0-9a-hjkmnp-tv-z]{26}$", Assert.Single(first));
        await EraseAsync(first[0]);
        Assert.Equal(0, await CountAsync(first[0]));
    }

    [Fact]
    public async Task Erasing_again_finds_nothing_and_asking_again_finds_the_same()
    {
        var id = Guid.CreateVersion7();
        var first = await Erasure.EraseAsync(_tenant.Id, id, "person-1", _time.GetUtcNow(), CancellationToken.None);

        var same = await Erasure.EraseAsync(_tenant.Id, id, "person-1", _time.GetUtcNow(), CancellationToken.None);
        var again = await EraseAsync("person-1");

        Assert.Equal((first.Certificate, first.Counts["events"]), (same.Certificate, same.Counts["events"]));
        Assert.All(again.Counts.Values, count => Assert.Equal(0, count));
        Assert.Equal([again.Id, first.Id], (await Erasure.ListAsync(_tenant.Id, 10, null, CancellationToken.None)).Select(erased => erased.Id));
        Assert.Null(await Erasure.FindAsync(new TenantId(Guid.CreateVersion7()), id, CancellationToken.None));
    }

    [Fact]
    public async Task Neither_the_row_nor_the_certificate_says_whom_it_was_about()
    {
        var erased = await EraseAsync("person-1");

        var payload = new JsonWebToken(erased.Certificate).EncodedPayload;
        var said = JsonDocument.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(payload)).RootElement;
        Assert.Equal("end_user", said.GetProperty("subject").GetString());
        Assert.DoesNotContain("person-1", said.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("person-1"));
    }

    [Fact]
    public async Task A_neighbours_end_user_of_the_same_identity_stays()
    {
        var neighbour = new AuditedTenant(postgres);
        await neighbour.WriteAsync();
        var before = await neighbour.ReadAllAsync("participant_sessions", "events");

        await EraseAsync("person-1");

        Assert.Equal(before, await neighbour.ReadAllAsync("participant_sessions", "events"));
    }

    [Fact]
    public async Task Who_was_in_a_session_that_goes_on_is_said_so()
    {
        Assert.False(await Erasure.IsInLiveSessionAsync(_tenant.Id, "person-1", CancellationToken.None));
        await ExecuteAsync($"update relaykit.sessions set ended_at_ms = null where tenant_id = '{_tenant.Id.Value}'");

        Assert.True(await Erasure.IsInLiveSessionAsync(_tenant.Id, "person-1", CancellationToken.None));
        Assert.False(await Erasure.IsInLiveSessionAsync(_tenant.Id, "somebody-else", CancellationToken.None));
        Assert.False(await Erasure.IsInLiveSessionAsync(new TenantId(Guid.CreateVersion7()), "person-1", CancellationToken.None));
    }

    private static string RemovedEvent(string identity) =>
        $$$"""{"room": "standup", "mode": "live", "participant": {"id": "psn_1", "livekit_sid": "PA_x", "identity": "{{{identity}}}", "name": "{{{identity}}}"}, "by": "tenant", "reason": "spam", "message": "{{{identity}}} was rude"}""";

    private Task<EndUserErased> EraseAsync(string identity) =>
        Erasure.EraseAsync(_tenant.Id, Guid.CreateVersion7(), identity, _time.GetUtcNow(), CancellationToken.None);

    /// <summary>Rows of the tenant in which a text stands.</summary>
    private async Task<long> CountAsync(string text)
    {
        long count = 0;
        foreach (var table in DataMap.Tables.Where(table => table.FoundBy == TenantFoundBy.TenantId))
        {
            count += await Sql.ScalarAsync<long>(
                postgres.ConnectionString, $"select count(*) from relaykit.{table.Name} t where tenant_id = '{_tenant.Id.Value}' and strpos(t::text, '{text}') > 0");
        }

        return count;
    }

    private async Task<string> OthersAsync() => string.Join('\n', (await _tenant.ReadAllAsync("participant_sessions", "events", "room_bans"))
        .Split('\n').Where(row => row.Contains("person-2", StringComparison.Ordinal) || row.Contains("person-3", StringComparison.Ordinal)).Order());

    private Task<string> FiguresAsync() => Sql.ScalarAsync<string>(
        postgres.ConnectionString,
        $"""
        select string_agg(concat_ws(' ', livekit_sid, class, joined_at_ms, left_at_ms, labels, disconnect_reason), ';' order by livekit_sid)
        from relaykit.participant_sessions where tenant_id = '{_tenant.Id.Value}'
        """);

    private Task<string[]> AnswersAsync() => Sql.ScalarAsync<string[]>(
        postgres.ConnectionString,
        $"""
        select array_agg(concat_ws(' ', attempt_id, response_headers, response_body) order by attempt_id)
        from relaykit.webhook_attempts where tenant_id = '{_tenant.Id.Value}' and (response_body is not null or response_headers is not null)
        """);

    private Task ExecuteAsync(string sql) => Sql.ExecuteAsync(postgres.ConnectionString, sql);
}
