using RelayKit.Mail;
using RelayKit.Resend.Simulator;
using RelayKit.StorageTests.Accounts;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Mail;

/// <summary>A mail that was taken over comes once to whoever it is for, wherever the process that sends it dies, and never blindly a second time.</summary>
[Collection(PostgresGroup.Name)]
public sealed class MailSenderTests(PostgresFixture postgres) : IAsyncLifetime
{
    private MailScene _scene = null!;

    public async Task InitializeAsync() => _scene = await MailScene.StartAsync(postgres);

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_mail_goes_to_Resend_under_its_id_and_leaves_the_outbox()
    {
        await _scene.AddAsync("verify-email/tok_1");

        Assert.Equal(1, await _scene.SendAsync());

        var taken = Assert.Single(_scene.Resend.Taken);
        Assert.Equal(("verify-email/tok_1", "ada@example.com"), (taken.Key, taken.To));
        Assert.Equal("RelayKit <no-reply@mail.example.com>", taken.Body.GetProperty("from").GetString());
        Assert.Null(await _scene.DepthAsync());
    }

    [Fact]
    public async Task Neither_the_address_nor_the_text_stands_in_the_table()
    {
        await _scene.AddAsync("verify-email/tok_1", "somebody.hidden@example.com");

        Assert.Equal(0, await Sql.ScalarAsync<long>(
            postgres.ConnectionString,
            $"""
            select count(*) from relaykit.outbox t
            where strpos(t::text, 'somebody.hidden') > 0 or strpos(t::text, '{Convert.ToHexStringLower("somebody.hidden"u8)}') > 0 or strpos(t::text, 'verify-email') > 0
            """));
    }

    [Fact]
    public async Task A_process_that_dies_after_it_took_a_mail_leaves_it_to_the_next()
    {
        for (var run = 0; run < 20; run++)
        {
            await _scene.AddAsync($"test/claimed/{run}");
            Assert.Single(await _scene.TakeAsync(_scene.Sender()));

            Assert.Equal(0, await _scene.SendAsync());
            _scene.PassLease();
            await _scene.SendAsync();

            Assert.Single(_scene.Resend.Taken, mail => mail.Key == $"test/claimed/{run}");
        }

        Assert.Null(await _scene.DepthAsync());
    }

    [Fact]
    public async Task A_process_that_dies_before_it_calls_leaves_one_mail()
    {
        for (var run = 0; run < 20; run++)
        {
            var message = await _scene.AddAsync($"test/doubt/{run}");
            await _scene.TakeAsync(_scene.Sender());
            Assert.Null(await _scene.Doubts.BeginAsync(message.Id, TimeSpan.FromHours(23), CancellationToken.None));

            _scene.PassLease();
            await _scene.SendAsync();

            Assert.Single(_scene.Resend.Taken, mail => mail.Key == $"test/doubt/{run}");
        }

        Assert.Null(await _scene.DepthAsync());
    }

    [Theory]
    [InlineData(FaultKind.DropAfter)]
    [InlineData(FaultKind.DropBefore)]
    [InlineData(FaultKind.TakeAndRefuse)]
    public async Task A_process_that_dies_while_it_calls_leaves_one_mail(FaultKind fault)
    {
        for (var run = 0; run < 20; run++)
        {
            await _scene.AddAsync($"test/call/{run}");
            _scene.Resend.Play(new Fault(fault));
            await CallAndDieAsync();

            _scene.PassLease();
            await _scene.SendAsync();

            Assert.Single(_scene.Resend.Taken, mail => mail.Key == $"test/call/{run}");
        }

        Assert.Null(await _scene.DepthAsync());
    }

    [Fact]
    public async Task A_process_that_dies_before_it_writes_down_that_a_mail_was_taken_leaves_one_mail()
    {
        for (var run = 0; run < 20; run++)
        {
            await _scene.AddAsync($"test/answered/{run}");
            await CallAndDieAsync();

            _scene.PassLease();
            await _scene.SendAsync();

            Assert.Single(_scene.Resend.Taken, mail => mail.Key == $"test/answered/{run}");
        }

        Assert.Equal(40, _scene.Resend.Requests);
        Assert.Null(await _scene.DepthAsync());
    }

    [Fact]
    public async Task What_may_have_been_sent_longer_ago_than_Resend_remembers_is_parked_with_its_reason_and_not_sent_again()
    {
        var message = await _scene.AddAsync("test/old");
        _scene.Resend.Play(new Fault(FaultKind.DropAfter));
        await _scene.SendAsync();
        Assert.Equal(1, (await _scene.DepthAsync())!.Waiting);

        _scene.Time.Advance(ResendState.KeyMemory);
        await _scene.SendAsync();

        Assert.Single(_scene.Resend.Taken);
        var parked = Assert.Single(await _scene.Outbox.ListParkedAsync("mail", 10, 0, CancellationToken.None));
        Assert.Contains("2026-11-27T12:00:00", parked.Error, StringComparison.Ordinal);

        // Whoever replays it has looked, and found that it never came.
        await _scene.Outbox.ReplayAsync(message.Id, CancellationToken.None);
        await _scene.SendAsync();
        Assert.Equal(2, _scene.Resend.Taken.Count);
        Assert.Null(await _scene.DepthAsync());
    }

    [Fact]
    public async Task What_was_refused_for_days_is_known_not_to_be_sent_and_goes_when_it_can()
    {
        await _scene.AddAsync("test/refused");
        for (var day = 0; day < 4; day++)
        {
            _scene.Resend.Play(new Fault(FaultKind.Refuse) { Status = 429, Name = "monthly_quota_exceeded", RetryAfterSeconds = 21_600 });
            await _scene.SendAsync();
            _scene.Time.Advance(TimeSpan.FromDays(1));
        }

        await _scene.SendAsync();

        Assert.Single(_scene.Resend.Taken);
        Assert.Null(await _scene.DepthAsync());
    }

    [Fact]
    public async Task A_limit_is_waited_for_by_all_and_counts_against_none()
    {
        _scene.Resend.Play(new Fault(FaultKind.Refuse) { Status = 429, Name = "rate_limit_exceeded", RetryAfterSeconds = 7 });
        await _scene.AddAsync("test/limited/1");
        await _scene.SendAsync();
        await _scene.AddAsync("test/limited/2");

        await _scene.SendAsync();
        Assert.Equal(1, _scene.Resend.Requests);
        Assert.Equal(0, await Sql.ScalarAsync<int>(postgres.ConnectionString, "select sum(attempts)::int from relaykit.outbox where kind = 'mail'"));

        _scene.Time.Advance(TimeSpan.FromSeconds(7));
        await _scene.SendAsync();
        Assert.Equal(["test/limited/1", "test/limited/2"], _scene.Resend.Taken.Select(static mail => mail.Key).Order());
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_good_is_parked_at_once_and_says_nothing_of_whom_it_was_for()
    {
        _scene.Resend.Play(new Fault(FaultKind.Refuse) { Status = 422, Name = "invalid_parameter" });
        await _scene.AddAsync("test/invalid");

        await _scene.SendAsync();

        var parked = Assert.Single(await _scene.Outbox.ListParkedAsync("mail", 10, 0, CancellationToken.None));
        Assert.Equal("Resend answered 422 (invalid_parameter).", parked.Error);
    }

    [Fact]
    public async Task A_mail_that_nobody_has_any_use_for_is_not_sent()
    {
        await _scene.AddAsync("test/late", goodUntil: _scene.Time.GetUtcNow());
        await _scene.AddAsync("test/in-time", goodUntil: _scene.Time.GetUtcNow().AddMinutes(1));

        await _scene.SendAsync();

        Assert.Equal("test/in-time", Assert.Single(_scene.Resend.Taken).Key);
        Assert.Null(await _scene.DepthAsync());
    }

    [Fact]
    public async Task Mail_to_an_address_that_bounced_stops_until_it_is_lifted()
    {
        var account = await new People(postgres).AddAsync();
        Assert.True(await _scene.Suppressions.TakeInAsync(
            new MailEvent($"msg_{Guid.NewGuid():n}", "email.bounced", _scene.Time.GetUtcNow()) { Stopped = [account.Email] }, _scene.Time.GetUtcNow(), CancellationToken.None));
        await _scene.AddAsync("test/stopped", account.Email.Text.ToUpperInvariant());
        await _scene.SendAsync();
        Assert.Empty(_scene.Resend.Taken);
        Assert.Null(await _scene.DepthAsync());

        var stopped = await _scene.Suppressions.FindAsync(account.Email, CancellationToken.None);
        Assert.True(await _scene.Suppressions.LiftAsync(stopped!.Id, CancellationToken.None));
        await _scene.AddAsync("test/lifted", account.Email.Text);
        await _scene.SendAsync();

        Assert.Equal("test/lifted", Assert.Single(_scene.Resend.Taken).Key);
    }

    [Fact]
    public async Task A_body_that_cannot_be_opened_is_parked_and_does_not_hold_up_the_others()
    {
        var broken = await _scene.AddAsync("test/broken");
        await Sql.ExecuteAsync(postgres.ConnectionString, $"update relaykit.outbox set body = '\\x010203' where message_id = '{broken.Id}'");
        await _scene.AddAsync("test/whole");

        await _scene.SendAsync();

        Assert.Equal("test/whole", Assert.Single(_scene.Resend.Taken).Key);
        Assert.Equal(broken.Id, Assert.Single(await _scene.Outbox.ListParkedAsync("mail", 10, 0, CancellationToken.None)).Id);
    }

    /// <summary>A process takes what is due and calls Resend; before it can write down what came of it, it is gone.</summary>
    private async Task CallAndDieAsync()
    {
        var sender = _scene.Sender();
        foreach (var held in await _scene.TakeAsync(sender))
        {
            await sender.SendAsync(held.Attempt, CancellationToken.None);
        }
    }
}
