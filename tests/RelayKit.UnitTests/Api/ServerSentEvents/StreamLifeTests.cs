using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.Authentication;
using RelayKit.Api.ServerSentEvents;

namespace RelayKit.UnitTests.Api.ServerSentEvents;

public sealed class StreamLifeTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _elsewhere = new();
    private readonly SemaphoreSlim _looked = new(0);
    private Func<bool> _isGood = () => true;

    [Fact]
    public async Task It_ends_when_the_key_is_no_longer_good()
    {
        await using var life = Begin();
        await LookAsync();
        Assert.False(life.Ended.IsCancellationRequested);

        _isGood = () => false;
        await LookAsync();

        await EndedAsync(life);
    }

    [Fact]
    public async Task It_ends_with_what_else_ends_it()
    {
        await using var life = Begin();

        await _elsewhere.CancelAsync();

        await EndedAsync(life);
    }

    [Fact]
    public async Task It_goes_on_for_a_while_when_nobody_can_say_whether_the_key_is_good()
    {
        await using var life = Begin();
        _isGood = () => throw new ApiKeyLookupException(new TimeoutException());
        for (var i = 0; i < 125; i++)
        {
            await LookAsync();
        }

        Assert.False(life.Ended.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(10));

        await EndedAsync(life);
    }

    [Fact]
    public async Task A_key_that_is_confirmed_again_is_as_good_as_ever()
    {
        await using var life = Begin();
        foreach (var isGood in new Func<bool>[] { () => throw new ApiKeyLookupException(new TimeoutException()), () => true, () => throw new ApiKeyLookupException(new TimeoutException()) })
        {
            _isGood = isGood;
            for (var i = 0; i < 100; i++)
            {
                await LookAsync();
            }
        }

        Assert.False(life.Ended.IsCancellationRequested);
    }

    private StreamLife Begin() => new(
        () =>
        {
            _looked.Release();
            return new ValueTask<bool>(_isGood());
        },
        _time,
        _elsewhere.Token);

    /// <summary>One beat, so that there is one look for each step of the clock and none is left over for the next.</summary>
    private async Task LookAsync()
    {
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.True(await _looked.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static async Task EndedAsync(StreamLife life)
    {
        var ended = new TaskCompletionSource();
        await using var registered = life.Ended.Register(ended.SetResult);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
