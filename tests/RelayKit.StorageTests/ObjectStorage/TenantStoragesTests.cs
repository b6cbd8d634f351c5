using Microsoft.Extensions.Options;
using RelayKit.ObjectStorage;
using RelayKit.Secrets;
using RelayKit.Storage.ObjectStorage;
using RelayKit.Storage.Secrets;
using RelayKit.StorageTests.Secrets;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.ObjectStorage;

/// <summary>What is saved is sealed for its tenant, opened for use, and found by rotation. With a database of its own, since rotation goes over all of it.</summary>
public sealed class TenantStoragesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private static readonly NewStorage Place = new()
    {
        Region = "eu-test-1",
        Bucket = "recordings",
        Prefix = "calls/",
        KeyTemplate = KeyTemplate.Default,
        AccessKeyId = "AKID",
        SecretAccessKey = "hush-hush-hush",
    };

    private static readonly NewStorage Role = Place with { AccessKeyId = null, SecretAccessKey = null, RoleArn = "arn:aws:iam::123456789012:role/r" };

    private readonly PostgresFixture _postgres = new();
    private readonly string _wrappingKey = SecretProtectorTests.NewKey();
    private readonly TenantId _tenant = new(Guid.CreateVersion7());

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [Fact]
    public async Task A_secret_is_nowhere_in_the_clear_and_opens_again_also_after_a_rotation()
    {
        await using var secrets = Secrets();
        var settings = Settings(secrets.Protector, new PlayedBuckets());

        var saved = await settings.SaveAsync(_tenant, Place, default);

        Assert.Equal(0L, await Sql.ScalarAsync<long>(
            _postgres.ConnectionString,
            $"select count(*) from relaykit.tenant_storages t where strpos(t::text, 'hush') > 0 or strpos(t::text, '{Convert.ToHexStringLower("hush"u8)}') > 0"));
        var report = await secrets.Rotation.RunAsync(default);
        Assert.Equal(1, report.SecretsSealed);
        var found = (await Storages(secrets.Protector).CurrentAsync(_tenant, Mode.Live, default))!;
        Assert.Equal(
            (saved.Id, "AKID", "hush-hush-hush", "calls/", null, null),
            (found.Id, found.Bucket.AccessKeyId, found.Bucket.SecretAccessKey, found.Bucket.Prefix, found.Bucket.RoleArn, found.Bucket.ExternalId));
    }

    [Fact]
    public async Task A_secret_that_was_moved_to_another_tenant_does_not_open()
    {
        await using var secrets = Secrets();
        await Settings(secrets.Protector, new PlayedBuckets()).SaveAsync(_tenant, Place, default);
        var thief = new TenantId(Guid.CreateVersion7());
        await Sql.ExecuteAsync(_postgres.ConnectionString, $"update relaykit.tenant_storages set tenant_id = '{thief.Value}'");

        await Assert.ThrowsAsync<SecretUnreadableException>(() => Storages(secrets.Protector).CurrentAsync(thief, Mode.Live, default));
    }

    [Fact]
    public async Task What_fails_the_test_is_not_saved_and_what_was_before_stays()
    {
        await using var secrets = Secrets();
        var buckets = new PlayedBuckets();
        var settings = Settings(secrets.Protector, buckets);
        var before = await settings.SaveAsync(_tenant, Place, default);

        buckets.Fault = new StorageFault(StorageFaultKind.NotAllowed, "put", "No.");
        await Assert.ThrowsAsync<StorageException>(() => settings.SaveAsync(_tenant, Place with { Bucket = "other", SecretAccessKey = "wrong" }, default));
        await Assert.ThrowsAsync<StorageException>(() => settings.SaveAsync(_tenant, Place with { SecretAccessKey = "wrong" }, default));
        await Assert.ThrowsAsync<StorageException>(() => settings.TestAsync(_tenant, default));

        Assert.Equal(before, await settings.GetAsync(_tenant, default));
        Assert.Equal("hush-hush-hush", (await Storages(secrets.Protector).CurrentAsync(_tenant, Mode.Live, default))!.Bucket.SecretAccessKey);
        Assert.Equal(1L, await Sql.ScalarAsync<long>(_postgres.ConnectionString, "select count(*) from relaykit.tenant_storages"));
    }

    [Fact]
    public async Task A_role_is_taken_on_by_the_operators_key_with_the_tenants_id()
    {
        await using var secrets = Secrets();
        var buckets = new PlayedBuckets();
        await Settings(secrets.Protector, buckets).SaveAsync(_tenant, Role, default);

        var found = (await Storages(secrets.Protector).CurrentAsync(_tenant, Mode.Test, default))!.Bucket;

        Assert.Equal(("operator", "operator-secret", Role.RoleArn, _tenant.ToString()), (found.AccessKeyId, found.SecretAccessKey, found.RoleArn, found.ExternalId));
        Assert.Equal(found, Assert.Single(buckets.Probed));
    }

    [Fact]
    public async Task Without_the_operators_key_there_is_no_role()
    {
        await using var secrets = Secrets();
        await Settings(secrets.Protector, new PlayedBuckets()).SaveAsync(_tenant, Role, default);

        var e = await Assert.ThrowsAsync<StorageException>(() => Storages(secrets.Protector, role: false).CurrentAsync(_tenant, Mode.Live, default));

        Assert.Equal(StorageFaultKind.RoleRefused, e.Fault.Kind);
    }

    [Fact]
    public async Task Managed_storage_is_what_a_tenant_without_a_bucket_has_and_each_has_a_prefix()
    {
        await using var secrets = Secrets();
        var storages = Storages(secrets.Protector);

        var current = (await storages.CurrentAsync(_tenant, Mode.Live, default))!;

        Assert.True(current.IsManaged);
        Assert.Equal(("managed", $"recordings/{_tenant}/l/"), (current.Bucket.Bucket, current.Bucket.Prefix));
        Assert.Equal($"recordings/{_tenant}/t/", storages.Managed(_tenant, Mode.Test)!.Prefix);
        Assert.Equal("rescue/", storages.Rescue!.Prefix);
        Assert.Equal(TimeSpan.FromDays(30), storages.ManagedRetention);
        Assert.Equal(current, await storages.FindAsync(_tenant, Mode.Live, TenantStorage.ManagedId, default));

        var own = await Settings(secrets.Protector, new PlayedBuckets()).SaveAsync(_tenant, Place, default);
        Assert.Equal(own.Id, (await storages.CurrentAsync(_tenant, Mode.Live, default))!.Id);
        await Settings(secrets.Protector, new PlayedBuckets()).EndAsync(_tenant, default);
        Assert.True((await storages.CurrentAsync(_tenant, Mode.Live, default))!.IsManaged);
        Assert.Equal("calls/", (await storages.FindAsync(_tenant, Mode.Live, own.Id, default))!.Bucket.Prefix);
    }

    [Fact]
    public async Task Without_managed_storage_there_is_none()
    {
        await using var secrets = Secrets();
        var storages = new TenantStorages(new PostgresTenantStorageStore(_postgres.Sources), Credentials(secrets.Protector, true), Options.Create(new ManagedStorageOptions { RescuePrefix = "r/", RetentionDays = 1 }));

        Assert.Null(await storages.CurrentAsync(_tenant, Mode.Live, default));
        Assert.Equal((null, null, null), (storages.Managed(_tenant, Mode.Live), storages.Rescue, storages.ManagedRetention));
    }

    private SecretStack Secrets() => new(_postgres.Sources, [new ProtectedColumn("tenant_storages", "secret", ITenantStorageStore.Purpose)], _wrappingKey);

    private TenantStorageSettings Settings(ISecretProtector protector, IObjectStorage buckets) => new(
        new PostgresTenantStorageStore(_postgres.Sources), Credentials(protector, true), buckets, Options.Create(Configured(true)),
        new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Noon));

    private TenantStorages Storages(ISecretProtector protector, bool role = true) => new(
        new PostgresTenantStorageStore(_postgres.Sources),
        Credentials(protector, role),
        Options.Create(new ManagedStorageOptions
        {
            Bucket = "managed",
            AccessKeyId = "id",
            SecretAccessKey = "s",
            Prefix = "recordings/",
            RescuePrefix = "rescue/",
            RetentionDays = 30,
        }));

    private static BucketCredentials Credentials(ISecretProtector protector, bool role) => new(protector, Options.Create(Configured(role)));

    private static ObjectStorageOptions Configured(bool role) => role
        ? new() { AssumeRole = new AssumeRoleOptions { AccessKeyId = "operator", SecretAccessKey = "operator-secret" } }
        : new();
}
