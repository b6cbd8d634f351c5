using RelayKit.Api.Accounts.Passwords;

namespace RelayKit.UnitTests.Api.Accounts;

public sealed class PasswordHashesTests
{
    /// <summary>Cheap: how much it costs is not what is tested.</summary>
    private const int Cost = 4;

    [Fact]
    public async Task A_hash_is_plain_bcrypt_and_verifies_its_password_alone()
    {
        using var workers = new PasswordWorkers(1, 8);
        var hashes = new PasswordHashes(workers, Cost);

        var hash = (await hashes.HashAsync("seven brass kettles")).Value!;

        Assert.StartsWith("$2a$04$", hash, StringComparison.Ordinal);
        Assert.True((await hashes.VerifyAsync("seven brass kettles", hash)).Value);
        Assert.False((await hashes.VerifyAsync("seven brass kettle", hash)).Value);
        Assert.False((await hashes.VerifyAsync("seven brass kettles", null)).Value);
    }

    [Fact]
    public async Task What_bcrypt_would_cut_off_is_never_the_password()
    {
        using var workers = new PasswordWorkers(1, 8);
        var hashes = new PasswordHashes(workers, Cost);
        var longest = new string('x', 72);
        var hash = (await hashes.HashAsync(longest)).Value!;

        Assert.True((await hashes.VerifyAsync(longest, hash)).Value);
        Assert.False((await hashes.VerifyAsync(longest + "y", hash)).Value);
        await Assert.ThrowsAsync<ArgumentException>(() => hashes.HashAsync(longest + "y"));
    }

    /// <summary>Known answers of bcrypt, as other implementations publish them.</summary>
    [Theory]
    [InlineData("$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i", "abc")]
    [InlineData("$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe", "a")]
    public async Task A_hash_from_elsewhere_verifies_and_is_known_to_be_cheap(string hash, string password)
    {
        using var workers = new PasswordWorkers(1, 8);
        var hashes = new PasswordHashes(workers, 12);

        Assert.True((await hashes.VerifyAsync(password, hash)).Value);
        Assert.True(hashes.IsCheap(hash));
    }

    [Fact]
    public async Task An_address_that_nobody_has_and_a_password_that_cannot_be_one_cost_the_same_work()
    {
        using var workers = new PasswordWorkers(1, 8);
        using var gate = new ManualResetEventSlim();
        var hashes = new PasswordHashes(workers, Cost);
        var running = workers.DoAsync(() =>
        {
            gate.Wait();
            return 0;
        });

        Task<Result<bool>>[] asked = [hashes.VerifyAsync("seven brass kettles", null), hashes.VerifyAsync(new string('x', 100), null)];

        // They wait for their turn: nothing is answered without a hash.
        Assert.All(asked, static verified => Assert.False(verified.IsCompleted));
        gate.Set();
        await running;
        Assert.False((await asked[0]).Value);
        Assert.False((await asked[1]).Value);
    }

    [Fact]
    public async Task Beyond_what_may_wait_work_is_turned_away_and_what_waits_is_done()
    {
        using var workers = new PasswordWorkers(1, 2);
        using var gate = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        var running = workers.DoAsync(() =>
        {
            begun.Set();
            gate.Wait();
            return 0;
        });
        begun.Wait();
        var waiting = new[] { workers.DoAsync(static () => 1), workers.DoAsync(static () => 2) };

        var refused = await workers.DoAsync(static () => 3);
        gate.Set();

        Assert.Equal(ErrorCode.Overloaded, refused.Error!.Code);
        Assert.Equal(0, (await running).Value);
        Assert.Equal([1, 2], (await Task.WhenAll(waiting)).Select(static done => done.Value));
    }

    [Fact]
    public async Task A_fault_is_its_callers_and_the_worker_goes_on()
    {
        using var workers = new PasswordWorkers(1, 8);

        await Assert.ThrowsAsync<InvalidOperationException>(() => workers.DoAsync<int>(static () => throw new InvalidOperationException("A fault.")));

        Assert.Equal(1, (await workers.DoAsync(static () => 1)).Value);
    }
}
