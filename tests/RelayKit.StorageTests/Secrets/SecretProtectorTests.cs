using System.Security.Cryptography;
using System.Text;
using RelayKit.Secrets;
using RelayKit.Storage.Secrets;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Secrets;

/// <summary>What opens a sealed secret, and all that must not.</summary>
public sealed class SecretProtectorTests : IAsyncLifetime
{
    private static readonly SecretPurpose Purpose = new("test.credentials");
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes("the secret of a bucket");

    private readonly PostgresFixture _postgres = new();
    private readonly string _wrappingKey = NewKey();
    private readonly TenantId _tenant = new(Guid.CreateVersion7());
    private SecretStack _stack = null!;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _stack = new SecretStack(_postgres.Sources, _wrappingKey);
    }

    public async Task DisposeAsync()
    {
        await _stack.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public void What_was_madeopens_for_its_tenant_and_purpose()
    {
        var secret = _stack.Protector.Protect(Purpose, _tenant, Plain);

        Assert.Equal(Plain, _stack.Protector.Unprotect(Purpose, _tenant, secret));
        Assert.NotEqual(secret, _stack.Protector.Protect(Purpose, _tenant, Plain));
        Assert.DoesNotContain("secret of a bucket", Encoding.Latin1.GetString(secret), StringComparison.Ordinal);
    }

    [Fact]
    public void It_opens_for_no_other_tenant_and_no_other_purpose()
    {
        var secret = _stack.Protector.Protect(Purpose, _tenant, Plain);

        AssertUnreadable(() => _stack.Protector.Unprotect(Purpose, new TenantId(Guid.CreateVersion7()), secret));
        AssertUnreadable(() => _stack.Protector.Unprotect(new SecretPurpose("test.other"), _tenant, secret));
    }

    [Fact]
    public void A_changed_bit_anywhere_is_noticed()
    {
        var secret = _stack.Protector.Protect(Purpose, _tenant, Plain);
        for (var i = 0; i < secret.Length; i++)
        {
            var changed = (byte[])secret.Clone();
            changed[i] ^= 1;
            AssertUnreadable(() => _stack.Protector.Unprotect(Purpose, _tenant, changed));
        }
    }

    [Fact]
    public void What_is_no_madesecret_is_not_taken_for_one()
    {
        AssertUnreadable(() => _stack.Protector.Unprotect(Purpose, _tenant, Plain));
        AssertUnreadable(() => _stack.Protector.Unprotect(Purpose, _tenant, []));
    }

    [Fact]
    public async Task A_key_that_another_process_makes_later_is_found()
    {
        await using var other = new SecretStack(_postgres.Sources, _wrappingKey);
        var early = _stack.Protector.Protect(Purpose, _tenant, Plain);
        Assert.Equal(Plain, other.Protector.Unprotect(Purpose, _tenant, early));

        await other.Rotation.RunAsync(CancellationToken.None);
        var late = other.Protector.Protect(Purpose, _tenant, Plain);

        Assert.NotEqual(SealedSecret.KeyOf(early), SealedSecret.KeyOf(late));
        Assert.Equal(Plain, _stack.Protector.Unprotect(Purpose, _tenant, late));
        Assert.Equal(Plain, _stack.Protector.Unprotect(Purpose, _tenant, early));
    }

    [Fact]
    public async Task Two_processes_that_begin_at_once_read_each_other()
    {
        await using var other = new SecretStack(_postgres.Sources, _wrappingKey);
        var made = await Task.WhenAll(
            Task.Run(() => _stack.Protector.Protect(Purpose, _tenant, Plain)), Task.Run(() => other.Protector.Protect(Purpose, _tenant, Plain)));

        Assert.All(made, secret => Assert.Equal(Plain, _stack.Protector.Unprotect(Purpose, _tenant, secret)));
        Assert.All(made, secret => Assert.Equal(Plain, other.Protector.Unprotect(Purpose, _tenant, secret)));
    }

    [Fact]
    public async Task A_stolen_database_alone_opens_nothing()
    {
        var secret = _stack.Protector.Protect(Purpose, _tenant, Plain);
        var ring = await Sql.ScalarAsync<string>(_postgres.ConnectionString, "select string_agg(xml, '') from relaykit.data_protection_keys");

        // All that is in the tables, a key of the thief's own, and even the code.
        await using var thief = new SecretStack(_postgres.Sources, NewKey());
        var fault = AssertUnreadable(() => thief.Protector.Unprotect(Purpose, _tenant, secret));

        Assert.Contains("RelayKit__Secrets__WrappingKeys does not hold", fault.Message, StringComparison.Ordinal);
        Assert.Contains("<wrapped key=", ring, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", ring, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_wrapping_key_is_named_at_the_start()
    {
        _stack.Protector.Protect(Purpose, _tenant, Plain);
        await _stack.Check.VerifyAsync(CancellationToken.None);
        await using var other = new SecretStack(_postgres.Sources, NewKey());

        var fault = await Assert.ThrowsAsync<RelayKit.Storage.DatabaseSetupException>(() => other.Check.VerifyAsync(CancellationToken.None));

        Assert.Contains(_stack.Ring.Wrapping.First.Id, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_wrappingKey, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_role_that_serves_requests_cannot_read_the_ring()
    {
        _stack.Protector.Protect(Purpose, _tenant, Plain);
        await using var command = _postgres.Sources.App.CreateCommand("select count(*) from data_protection_keys");

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteScalarAsync());

        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    internal static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static SecretUnreadableException AssertUnreadable(Func<byte[]> open)
    {
        var fault = Assert.Throws<SecretUnreadableException>(() => open());
        Assert.DoesNotContain("bucket", fault.ToString(), StringComparison.Ordinal);
        return fault;
    }
}
