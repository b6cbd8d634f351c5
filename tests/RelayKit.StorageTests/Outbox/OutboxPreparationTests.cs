using RelayKit.Outbox;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Outbox;

/// <summary>What cannot be read to be sent: a fault of the database's costs no message a try, and a message's own costs no other anything.</summary>
[Collection(PostgresGroup.Name)]
public sealed class OutboxPreparationTests(PostgresFixture postgres) : IDisposable
{
    private readonly OutboxScene _scene = new(postgres);

    private PlayedSender Sender => _scene.Sender;

    [Fact]
    public async Task What_the_database_does_not_give_to_send_is_put_off_as_after_a_try_that_failed_and_uses_none_up()
    {
        await _scene.AddAsync(2);
        Sender.Prepare = static _ => throw new TimeoutException();
        for (var outage = 0; outage < 10; outage++)
        {
            Assert.Equal(2, await _scene.SendAsync());
            _scene.Time.Advance(TimeSpan.FromSeconds(4.9));
            Assert.Equal(0, await _scene.SendAsync());
            _scene.Time.Advance(TimeSpan.FromSeconds(0.7));
        }

        (Sender.Prepare, Sender.Play) = (static _ => { }, static (_, _) => Task.FromResult(SendOutcome.Retry("Not yet.")));
        Assert.Equal(2, await _scene.SendAsync());
        _scene.Time.Advance(TimeSpan.FromSeconds(6));
        Sender.Prepare = static _ => throw new TimeoutException();
        Assert.Equal(2, await _scene.SendAsync());
        _scene.Time.Advance(TimeSpan.FromMinutes(4.9));
        Assert.Equal(0, await _scene.SendAsync());
        _scene.Time.Advance(TimeSpan.FromMinutes(0.7));
        Sender.Prepare = static _ => { };
        Assert.Equal(2, await _scene.SendAsync());

        Assert.Equal([1, 1, 2, 2], Sender.Tried.Select(attempt => attempt.Number));
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_holds_up_no_other_and_waits_for_somebody_in_the_end()
    {
        var messages = await _scene.AddAsync(10);
        var bad = messages[6].Id;
        var looks = 0;
        Sender.Prepare = taken =>
        {
            looks++;
            if (taken.Any(attempt => attempt.Message.Id == bad))
            {
                throw new FormatException("secret");
            }
        };

        Assert.Equal(10, await _scene.SendAsync());
        Assert.Equal(messages.Select(message => message.Id).Where(id => id != bad), Sender.Tried.Select(attempt => attempt.Message.Id));
        Assert.True(looks < 10, "it is looked for by halves");
        Assert.Equal(0, await _scene.SendAsync());
        _scene.Time.Advance(TimeSpan.FromSeconds(5.6));
        Assert.Equal(1, await _scene.SendAsync());
        _scene.Time.Advance(TimeSpan.FromSeconds(5.6));
        Assert.Equal(0, await _scene.SendAsync());
        _scene.Time.Advance(TimeSpan.FromMinutes(5.6));
        Assert.Equal(1, await _scene.SendAsync());

        var parked = Assert.Single(await _scene.Outbox.ListParkedAsync(_scene.Kind, 10, 0, CancellationToken.None));
        Assert.Equal((bad, 3, "FormatException while what it takes to send it was read."), (parked.Id, parked.Attempts, parked.Error));
        Assert.Equal(0, (await _scene.DepthAsync()).Waiting);
    }

    [Fact]
    public async Task Where_order_is_strict_one_that_cannot_be_read_holds_up_its_own_lane_alone_and_until_it_is_parked()
    {
        var ordered = new PlayedSender(_scene.Kind) { Rules = Sender.Rules with { IsOrdered = true, Retries = new RetrySchedule([TimeSpan.FromSeconds(5)]) } };
        var (lane, other) = (await _scene.AddAsync(2, "lane"), await _scene.AddAsync(1, "other"));
        ordered.Prepare = taken =>
        {
            if (taken.Any(attempt => attempt.Message.Id == lane[0].Id))
            {
                throw new FormatException();
            }
        };

        Assert.Equal(2, await _scene.SendAsync(ordered));
        Assert.Equal(0, await _scene.SendAsync(ordered));
        _scene.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(1, await _scene.SendAsync(ordered));
        Assert.Equal(1, await _scene.SendAsync(ordered));

        Assert.Equal([other[0].Id, lane[1].Id], ordered.Tried.Select(attempt => attempt.Message.Id));
    }

    public void Dispose() => _scene.Dispose();
}
