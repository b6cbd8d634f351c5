using System.Collections.Concurrent;
using Npgsql;
using RelayKit.Outbox;
using RelayKit.Storage.Outbox;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Outbox;

/// <summary>What is written is sent, in order, by whoever lives, until it has arrived or waits for somebody to look.</summary>
[Collection(PostgresGroup.Name)]
public sealed class OutboxDispatcherTests(PostgresFixture postgres) : IDisposable
{
    private readonly OutboxScene _scene = new(postgres);

    private PlayedSender Sender => _scene.Sender;

    [Fact]
    public async Task A_message_is_sent_as_it_was_written_and_is_gone()
    {
        var message = _scene.Message() with { Subject = Guid.NewGuid() };
        await _scene.Outbox.AddAsync([message, message], CancellationToken.None);
        await _scene.Outbox.AddAsync([message], CancellationToken.None);

        Assert.Equal(1, await _scene.SendAsync());
        Assert.Equal(0, await _scene.SendAsync());

        var (sent, number) = (Assert.Single(Sender.Tried).Message, Sender.Tried.Single().Number);
        Assert.Equal((message.Id, message.Destination, message.Tenant, message.Subject, 1), (sent.Id, sent.Destination, sent.Tenant, sent.Subject, number));
        Assert.Equal(message.Body.ToArray(), sent.Body.ToArray());
        Assert.Equal(0, (await _scene.DepthAsync()).Waiting);
    }

    [Fact]
    public async Task What_its_cause_takes_back_was_never_there()
    {
        await using var connection = await postgres.Sources.Jobs.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            OutboxSql.Add(batch, [_scene.Message()]);
            await batch.ExecuteNonQueryAsync();
            await transaction.RollbackAsync();
        }

        Assert.Equal(0, await _scene.SendAsync());
    }

    [Fact]
    public async Task What_is_not_due_waits()
    {
        await _scene.Outbox.AddAsync([_scene.Message() with { DueAt = _scene.Time.GetUtcNow() + TimeSpan.FromSeconds(1) }], CancellationToken.None);

        Assert.Equal(0, await _scene.SendAsync());
        _scene.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _scene.SendAsync());
    }

    [Fact]
    public async Task What_fails_is_tried_by_the_schedule_then_waits_for_somebody_and_may_be_sent_anew()
    {
        var message = (await _scene.AddAsync(1))[0];
        Sender.Play = static (_, _) => Task.FromResult(SendOutcome.Retry("Nobody answers."));

        Assert.Equal(1, await _scene.SendAsync());
        _scene.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(0, await _scene.SendAsync());
        _scene.Time.Advance(TimeSpan.FromSeconds(0.7));
        Assert.Equal(1, await _scene.SendAsync());
        _scene.Time.Advance(TimeSpan.FromMinutes(5.6));
        Assert.Equal(1, await _scene.SendAsync());
        _scene.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await _scene.SendAsync());

        var parked = Assert.Single(await _scene.Outbox.ListParkedAsync(_scene.Kind, 10, 0, CancellationToken.None));
        Assert.Equal((message.Id, 3, "Nobody answers."), (parked.Id, parked.Attempts, parked.Error));
        Sender.Play = static (_, _) => Task.FromResult(SendOutcome.Done);
        Assert.Equal(message.Id, (await _scene.Outbox.ReplayAsync(message.Id, CancellationToken.None))!.Id);
        Assert.Null(await _scene.Outbox.ReplayAsync(message.Id, CancellationToken.None));
        Assert.Equal(1, await _scene.SendAsync());
        Assert.Equal([1, 2, 3, 1], Sender.Tried.Select(attempt => attempt.Number));
        Assert.Equal((0, 0), ((await _scene.DepthAsync()).Waiting, (await _scene.DepthAsync()).Parked));
    }

    [Fact]
    public async Task What_a_receiver_puts_off_is_not_counted_as_a_try()
    {
        await _scene.AddAsync(1);
        Sender.Play = static (_, _) => Task.FromResult(SendOutcome.Postpone("The limit of the minute is reached.", TimeSpan.FromMinutes(1)));
        for (var minute = 0; minute < 10; minute++)
        {
            Assert.Equal(1, await _scene.SendAsync());
            _scene.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.All(Sender.Tried, attempt => Assert.Equal(1, attempt.Number));
    }

    [Fact]
    public async Task What_can_never_arrive_is_parked_at_once_and_may_be_dropped()
    {
        var message = (await _scene.AddAsync(1))[0];
        Sender.Play = static (_, _) => Task.FromResult(SendOutcome.Park("There is no such customer."));

        await _scene.SendAsync();

        Assert.Equal((0, 1), ((await _scene.DepthAsync()).Waiting, (await _scene.DepthAsync()).Parked));
        Assert.Equal("There is no such customer.", (await _scene.Outbox.DropAsync(message.Id, CancellationToken.None))!.Error);
        Assert.Null(await _scene.Outbox.DropAsync(message.Id, CancellationToken.None));
        Assert.Equal(0, (await _scene.DepthAsync()).Parked);
    }

    [Fact]
    public async Task A_message_that_waits_to_be_sent_can_be_neither_replayed_nor_dropped()
    {
        var message = (await _scene.AddAsync(1))[0];

        Assert.Null(await _scene.Outbox.ReplayAsync(message.Id, CancellationToken.None));
        Assert.Null(await _scene.Outbox.DropAsync(message.Id, CancellationToken.None));
        Assert.Equal(1, await _scene.SendAsync());
    }

    [Fact]
    public async Task What_a_process_held_that_died_is_sent_by_another_when_its_lease_is_over()
    {
        await _scene.AddAsync(3);
        var died = await new OutboxClaims(postgres.Sources, Sender).TakeAsync(_scene.Time.GetUtcNow(), 10, [], CancellationToken.None);

        Assert.Equal(0, await _scene.SendAsync());
        _scene.Time.Advance(Sender.Rules.Lease);
        Assert.Equal(3, await _scene.SendAsync());

        Assert.Equal(3, died.Count);
        Assert.All(Sender.Tried, attempt => Assert.Equal(2, attempt.Number));
    }

    [Fact]
    public async Task Who_settles_too_late_changes_nothing_of_what_another_has_taken_except_that_it_has_arrived()
    {
        var messages = await _scene.AddAsync(3);
        var late = new OutboxClaims(postgres.Sources, Sender);
        var held = await late.TakeAsync(_scene.Time.GetUtcNow(), 10, [], CancellationToken.None);
        _scene.Time.Advance(Sender.Rules.Lease);
        var now = _scene.Time.GetUtcNow();
        Sender.Play = async (attempt, _) =>
        {
            // While the second one sends, the first one comes back.
            var of = held.Single(one => one.Attempt.Message.Id == attempt.Message.Id);
            var outcome = attempt.Message.Id == messages[0].Id ? SendOutcome.Done
                : attempt.Message.Id == messages[1].Id ? SendOutcome.Park("Too late.") : SendOutcome.Retry("Too late.");
            await late.SettleAsync([new SettledAttempt(of.Attempt, of.Lease, outcome, now, outcome.Verdict == SendVerdict.Retry ? now : null)], CancellationToken.None);
            return SendOutcome.Retry("Not yet.");
        };

        await _scene.SendAsync();

        Assert.Equal((2, 0), ((await _scene.DepthAsync()).Waiting, (await _scene.DepthAsync()).Parked));
        Assert.Equal(0, await _scene.SendAsync());
    }

    [Fact]
    public async Task A_destination_that_has_much_waiting_hides_no_other()
    {
        await _scene.AddAsync(300, "busy");
        await _scene.AddAsync(2, "quiet");

        Assert.Equal(12, await _scene.SendAsync());

        Assert.Equal(2, Sender.Tried.Count(attempt => attempt.Message.Destination == "quiet"));
    }

    [Fact]
    public async Task What_a_destination_has_under_way_counts_against_its_share()
    {
        await _scene.AddAsync(20, "busy");
        await _scene.AddAsync(20, "full");
        var claims = new OutboxClaims(postgres.Sources, Sender);

        var taken = await claims.TakeAsync(
            _scene.Time.GetUtcNow(), 100, [KeyValuePair.Create("busy", 7), KeyValuePair.Create("full", 10)], CancellationToken.None);

        Assert.Equal(3, taken.Count);
        Assert.All(taken, held => Assert.Equal("busy", held.Attempt.Message.Destination));
    }

    [Fact]
    public async Task Messages_are_taken_in_the_order_in_which_they_were_written()
    {
        var messages = await _scene.AddAsync(10);

        await _scene.SendAsync();

        Assert.Equal(messages.Select(message => message.Id), Sender.Tried.Select(attempt => attempt.Message.Id));
    }

    [Fact]
    public async Task Where_order_is_strict_the_next_waits_for_the_one_before_it()
    {
        var ordered = new PlayedSender(_scene.Kind) { Rules = Sender.Rules with { IsOrdered = true } };
        var (first, other) = (await _scene.AddAsync(2, "lane"), await _scene.AddAsync(1, "other"));
        ordered.Play = (attempt, _) => Task.FromResult(attempt.Number < 3 && attempt.Message.Id == first[0].Id ? SendOutcome.Retry("Not yet.") : SendOutcome.Done);

        Assert.Equal(2, await _scene.SendAsync(ordered));
        Assert.Equal(0, await _scene.SendAsync(ordered));
        _scene.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(1, await _scene.SendAsync(ordered));
        _scene.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await _scene.SendAsync(ordered));
        Assert.Equal(1, await _scene.SendAsync(ordered));

        Assert.Equal([first[0].Id, first[0].Id, first[0].Id, first[1].Id], ordered.Tried.Select(attempt => attempt.Message.Id).Where(id => id != other[0].Id));
    }

    [Fact]
    public async Task Where_order_is_strict_two_processes_do_not_send_to_one_destination_at_once()
    {
        var ordered = new PlayedSender(_scene.Kind) { Rules = Sender.Rules with { IsOrdered = true } };
        await _scene.AddAsync(5, "lane");
        ordered.Play = async (_, _) =>
        {
            Assert.Equal(0, await _scene.SendAsync(ordered));
            return SendOutcome.Done;
        };

        Assert.Equal(1, await _scene.SendAsync(ordered));
        Assert.Single(ordered.Tried);
    }

    [Fact]
    public async Task What_is_parked_does_not_hold_up_a_strict_order()
    {
        var ordered = new PlayedSender(_scene.Kind) { Rules = Sender.Rules with { IsOrdered = true } };
        var messages = await _scene.AddAsync(2, "lane");
        ordered.Play = (attempt, _) => Task.FromResult(attempt.Message.Id == messages[0].Id ? SendOutcome.Park("Never.") : SendOutcome.Done);

        Assert.Equal(1, await _scene.SendAsync(ordered));
        Assert.Equal(1, await _scene.SendAsync(ordered));
        Assert.Equal(0, await _scene.SendAsync(ordered));
        Assert.Equal(messages.Select(message => message.Id), ordered.Tried.Select(attempt => attempt.Message.Id));
    }

    [Fact]
    public async Task A_sender_that_throws_loses_nothing()
    {
        await _scene.AddAsync(2);
        Sender.Play = static (_, _) => throw new InvalidOperationException("secret");
        Assert.Equal(2, await _scene.SendAsync());
        _scene.Time.Advance(TimeSpan.FromSeconds(6));
        Sender.Play = static (_, _) => Task.FromResult(SendOutcome.Done);

        Assert.Equal(2, await _scene.SendAsync());

        Assert.Equal([1, 1, 2, 2], Sender.Tried.Select(attempt => attempt.Number));
        Assert.Equal(0, (await _scene.DepthAsync()).Waiting);
    }

    [Fact]
    public async Task What_the_sender_writes_down_is_in_the_transaction_that_settles()
    {
        await _scene.AddAsync(1);
        Sender.Write = static (batch, _) => batch.BatchCommands.Add(new NpgsqlBatchCommand("select 1 / 0"));
        await Assert.ThrowsAsync<PostgresException>(() => _scene.SendAsync());
        Assert.Equal(1, (await _scene.DepthAsync()).Waiting);

        SettledAttempt? written = null;
        Sender.Write = (_, settled) => written = Assert.Single(settled);
        _scene.Time.Advance(Sender.Rules.Lease);
        await _scene.SendAsync();

        Assert.Equal((2, SendVerdict.Done), (written!.Attempt.Number, written.Outcome.Verdict));
        Assert.Equal(0, (await _scene.DepthAsync()).Waiting);
    }

    /// <summary>
    /// Processes that die at random, before or after a message has arrived, and receivers that refuse at random: whatever happens, each message arrives, and
    /// twice only where a process died between the arrival and writing it down.
    /// </summary>
    [Fact]
    public async Task Whatever_dies_when_every_message_arrives_and_twice_only_where_somebody_died_in_between()
    {
        const int Messages = 400;
        var random = new Random(20261127);
        for (var destination = 0; destination < 20; destination++)
        {
            await _scene.AddAsync(Messages / 20, $"d{destination}");
        }

        var arrived = new ConcurrentDictionary<Guid, int>();
        var died = 0;
        for (var round = 0; (await _scene.DepthAsync()).Waiting > 0; round++)
        {
            Assert.True(round < 2000, "it comes to an end");
            var sender = new PlayedSender(_scene.Kind)
            {
                Rules = Sender.Rules with { Retries = new RetrySchedule([.. Enumerable.Repeat(TimeSpan.FromSeconds(1), 1000)]) },
            };
            var (refuses, dies) = (random.NextDouble() * 0.5, random.NextDouble() < 0.3);
            var ofRound = new ConcurrentBag<Guid>();
            sender.Play = (attempt, _) =>
            {
                if (Random.Shared.NextDouble() < refuses)
                {
                    return Task.FromResult(SendOutcome.Retry("No."));
                }

                ofRound.Add(attempt.Message.Id);
                arrived.AddOrUpdate(attempt.Message.Id, 1, static (_, times) => times + 1);
                return Task.FromResult(SendOutcome.Done);
            };
            if (dies)
            {
                // The process is gone before anything is written down.
                sender.Write = static (_, _) => throw new ProcessDiedException();
                await Assert.ThrowsAnyAsync<Exception>(async () => Assert.NotEqual(0, await _scene.SendAsync(sender)));
                died += ofRound.Count;
            }
            else
            {
                await _scene.SendAsync(sender);
            }

            _scene.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 40)));
        }

        Assert.Equal(Messages, arrived.Count);
        Assert.Equal(died, arrived.Values.Sum() - Messages);
    }

    [Fact]
    public async Task A_process_goes_on_taking_until_it_stops_and_then_lets_what_is_under_way_come_to_its_end()
    {
        var time = new TimerSignal(_scene.Time.GetUtcNow());
        using var scene = new OutboxScene(postgres) { Time = time };
        await scene.AddAsync(25);
        var (started, finish) = (new SemaphoreSlim(0), new TaskCompletionSource());
        scene.Sender.Play = async (_, _) =>
        {
            started.Release();
            await finish.Task;
            return SendOutcome.Done;
        };
        using var dispatcher = scene.Dispatcher(scene.Sender);

        await dispatcher.StartAsync(CancellationToken.None);
        for (var message = 0; message < scene.Sender.Rules.MaxInFlightPerDestination; message++)
        {
            await started.WaitAsync();
        }

        var stopped = dispatcher.StopAsync(CancellationToken.None);
        Assert.False(stopped.IsCompleted);
        finish.SetResult();
        await stopped;

        Assert.Equal(10, scene.Sender.Tried.Count);
        Assert.Equal(15, (await scene.DepthAsync()).Waiting);
    }

    public void Dispose() => _scene.Dispose();

    private sealed class ProcessDiedException : Exception;
}
