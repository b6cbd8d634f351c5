using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using RelayKit.Api.Idempotency;
using RelayKit.Idempotency;

namespace RelayKit.UnitTests.Api.Idempotency;

/// <summary>Requests with a key that overlap, fail, hang, or lose their client or their database.</summary>
public sealed class IdempotencyFilterFaultTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<Guid> _ids = new();
    private IdempotentApi _api = null!;

    public async Task InitializeAsync() => _api = await IdempotentApi.StartAsync();

    public Task DisposeAsync() => _api.DisposeAsync().AsTask();

    [Fact]
    public async Task While_one_runs_the_others_are_told_to_come_again()
    {
        _api.Handler = async (_, run) =>
        {
            _begun.TrySetResult();
            await _goOn.Task;
            return IdempotentApi.Created(run);
        };
        var first = _api.PostAsync("k");
        await _begun.Task;

        var meanwhile = await _api.PostAsync("k");
        var other = await _api.PostAsync("k", "[]");
        _goOn.SetResult();

        Assert.Equal((409, "idempotency_key_in_use", "1"), (meanwhile.Status, meanwhile.Code, meanwhile.RetryAfter));
        Assert.Equal((422, "idempotency_key_reused"), (other.Status, other.Code));
        Assert.Equal(201, (await first).Status);
        Assert.Equal((await first) with { IsReplay = true }, await _api.PostAsync("k"));
        Assert.Equal(1, _api.Runs);
    }

    [Fact]
    public async Task After_a_fault_it_runs_again_with_the_same_ids()
    {
        _api.Handler = (context, run) => Remember(context, () => run < 3 ? throw new TimeoutException() : IdempotentApi.Created(run));

        Assert.Equal("temporarily_unavailable", (await _api.PostAsync("k")).Code);
        Assert.Equal(503, (await _api.PostAsync("k")).Status);
        Assert.Equal("""{"run":3}""", (await _api.PostAsync("k")).Body);

        Assert.Equal(3, _ids.Count);
        Assert.Single(_ids.Distinct());
    }

    [Fact]
    public async Task After_a_refusal_and_after_its_time_a_key_makes_other_ids()
    {
        _api.Handler = (context, run) => Remember(context, () => run == 1 ? Results.BadRequest() : IdempotentApi.Created(run));

        await _api.PostAsync("k");
        await _api.PostAsync("k");
        _api.Time.Advance(StoredKey.Lifetime);
        await _api.PostAsync("k");

        Assert.Equal(3, _ids.Distinct().Count());
    }

    [Fact]
    public async Task When_its_client_goes_it_runs_to_its_end_for_the_one_who_comes_again()
    {
        using var client = new CancellationTokenSource();
        _api.BeforeRouting = context => context.Items["gone"] = context.RequestAborted;
        _api.Handler = async (context, run) =>
        {
            _begun.SetResult();
            await UntilAsync((CancellationToken)context.Items["gone"]!);
            Assert.False(context.RequestAborted.IsCancellationRequested);
            return IdempotentApi.Created(run);
        };
        var asked = _api.PostAsync("k", goAway: client.Token);
        await _begun.Task;

        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await _api.Store.Kept;

        var again = await _api.PostAsync("k");
        Assert.Equal(("""{"run":1}""", true), (again.Body, again.IsReplay));
    }

    [Fact]
    public async Task One_that_hangs_is_given_up_before_its_lease_ends_and_run_again_after()
    {
        _api.Handler = async (context, run) =>
        {
            if (run == 1)
            {
                _begun.SetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            return IdempotentApi.Created(run);
        };
        var hung = _api.PostAsync("k");
        await _begun.Task;

        _api.Time.Advance(IdempotencyFilter.Deadline);
        Assert.Equal((503, "temporarily_unavailable"), ((await hung).Status, (await hung).Code));
        Assert.Equal("idempotency_key_in_use", (await _api.PostAsync("k")).Code);
        _api.Time.Advance(StoredKey.Lease - IdempotencyFilter.Deadline);
        Assert.Equal("""{"run":2}""", (await _api.PostAsync("k")).Body);
    }

    [Fact]
    public async Task Where_a_key_cannot_be_taken_nothing_runs()
    {
        _api.Store.IsAway = true;
        Assert.Equal("temporarily_unavailable", (await _api.PostAsync("k")).Code);
        Assert.Equal(0, _api.Runs);

        _api.Store.IsAway = false;
        Assert.Equal("""{"run":1}""", (await _api.PostAsync("k")).Body);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_kept_is_not_told()
    {
        _api.Handler = (context, run) => Remember(context, () => IdempotentApi.Created(run));
        _api.Store.GoesAwayMeanwhile = true;
        Assert.Equal("temporarily_unavailable", (await _api.PostAsync("k")).Code);
        _api.Store.GoesAwayMeanwhile = false;

        Assert.Equal("idempotency_key_in_use", (await _api.PostAsync("k")).Code);
        _api.Time.Advance(StoredKey.Lease);
        Assert.Equal("""{"run":2}""", (await _api.PostAsync("k")).Body);
        Assert.Single(_ids.Distinct());
    }

    [Fact]
    public async Task A_refusal_is_told_also_where_the_key_cannot_be_let_go_of()
    {
        _api.Handler = (_, _) => Task.FromResult(Results.Text("no", statusCode: 400));
        _api.Store.GoesAwayMeanwhile = true;

        var refused = await _api.PostAsync("k");

        Assert.Equal((400, "no"), (refused.Status, refused.Body));
    }

    [Fact]
    public async Task One_whose_lease_another_took_does_not_tell_its_own_answer()
    {
        _api.Handler = (context, run) =>
        {
            context.Response.Headers.Location = "/v1/things/one";
            _api.Store.TakeAllAway();
            return Task.FromResult(IdempotentApi.Created(run));
        };

        var late = await _api.PostAsync("k");

        Assert.Equal((409, "idempotency_key_in_use", null), (late.Status, late.Code, late.Location));
    }

    private Task<IResult> Remember(HttpContext context, Func<IResult> answer)
    {
        _ids.Enqueue(IdempotentRequest.Of(context, _api.Time).Id("thing"));
        return Task.FromResult(answer());
    }

    private static async Task UntilAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task;
    }
}
