using RelayKit.ObjectStorage;
using RelayKit.Storage.ObjectStorage;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.ObjectStorage;

/// <summary>Tenants' buckets in PostgreSQL, as the role that serves.</summary>
[Collection(PostgresGroup.Name)]
public sealed class TenantStorageStoreTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private static readonly NewStorage Place = new()
    {
        Endpoint = new Uri("https://s3.example.com:9000/"),
        Region = "eu-test-1",
        Bucket = "recordings",
        ForcePathStyle = true,
        Prefix = "calls/",
        KeyTemplate = KeyTemplate.Default,
        AccessKeyId = "AKID",
        SecretAccessKey = "hush",
    };

    private readonly PostgresTenantStorageStore _store = new(postgres.Sources);
    private readonly TenantId _tenant = new(Guid.CreateVersion7());

    [Fact]
    public async Task A_bucket_is_read_as_it_was_written()
    {
        Assert.Null(await _store.CurrentAsync(_tenant, default));

        var saved = await _store.SaveAsync(_tenant, Place, [1, 2, 3], Noon, default);

        var found = (await _store.CurrentAsync(_tenant, default))!;
        Assert.Equal(saved, found.Settings);
        Assert.Equal((byte[])[1, 2, 3], found.Secret);
        Assert.Equal(
            (new Uri("https://s3.example.com:9000"), "eu-test-1", "recordings", true, "calls/", "AKID", null, Noon, Noon),
            (saved.Endpoint!, saved.Region, saved.Bucket, saved.ForcePathStyle, saved.Prefix, saved.AccessKeyId, saved.RoleArn, saved.UpdatedAt, saved.TestedAt));
        Assert.Equal(saved, (await _store.FindAsync(_tenant, saved.Id, default))!.Settings);
    }

    [Fact]
    public async Task A_role_has_no_secret_and_AWS_no_endpoint()
    {
        var role = Place with { Endpoint = null, AccessKeyId = null, SecretAccessKey = null, RoleArn = "arn:aws:iam::123456789012:role/r" };

        await _store.SaveAsync(_tenant, role, null, Noon, default);

        var found = (await _store.CurrentAsync(_tenant, default))!;
        Assert.Equal((null, null, role.RoleArn), (found.Secret, found.Settings.Endpoint, found.Settings.RoleArn));
    }

    [Fact]
    public async Task The_same_place_keeps_its_id_and_has_the_new_credentials()
    {
        var first = await _store.SaveAsync(_tenant, Place, [1], Noon, default);

        var second = await _store.SaveAsync(_tenant, Place with { AccessKeyId = "OTHER", Endpoint = new Uri("https://s3.example.com:9000") }, [2], Noon.AddHours(1), default);

        Assert.Equal((first.Id, "OTHER", Noon.AddHours(1)), (second.Id, second.AccessKeyId, second.UpdatedAt));
        Assert.Equal((byte[])[2], (await _store.FindAsync(_tenant, first.Id, default))!.Secret);
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [InlineData("endpoint")]
    [InlineData("region")]
    [InlineData("bucket")]
    [InlineData("path style")]
    [InlineData("prefix")]
    public async Task Another_place_is_another_row_and_the_one_before_stays_for_what_lies_there(string what)
    {
        var first = await _store.SaveAsync(_tenant, Place, [1], Noon, default);
        var other = what switch
        {
            "endpoint" => Place with { Endpoint = null },
            "region" => Place with { Region = "eu-test-2" },
            "bucket" => Place with { Bucket = "others" },
            "path style" => Place with { ForcePathStyle = false },
            _ => Place with { Prefix = "" },
        };

        var second = await _store.SaveAsync(_tenant, other, [2], Noon.AddHours(1), default);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(second.Id, (await _store.CurrentAsync(_tenant, default))!.Settings.Id);
        Assert.Equal((byte[])[1], (await _store.FindAsync(_tenant, first.Id, default))!.Secret);

        var back = await _store.SaveAsync(_tenant, Place, [3], Noon.AddHours(2), default);
        Assert.Equal((first.Id, first.Id), (back.Id, (await _store.CurrentAsync(_tenant, default))!.Settings.Id));
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task Of_many_who_save_at_once_one_is_in_use()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _store.SaveAsync(_tenant, Place with { Prefix = $"p{i % 5}/" }, [(byte)i], Noon, default)));

        Assert.Equal(5, await CountAsync());
        Assert.NotNull(await _store.CurrentAsync(_tenant, default));
    }

    [Fact]
    public async Task A_bucket_that_is_used_no_more_can_still_be_found()
    {
        var saved = await _store.SaveAsync(_tenant, Place, [1], Noon, default);

        Assert.True(await _store.EndAsync(_tenant, Noon, default));
        Assert.False(await _store.EndAsync(_tenant, Noon, default));
        Assert.Null(await _store.CurrentAsync(_tenant, default));
        Assert.NotNull(await _store.FindAsync(_tenant, saved.Id, default));
    }

    [Fact]
    public async Task A_test_is_written_down()
    {
        var saved = await _store.SaveAsync(_tenant, Place, [1], Noon, default);

        await _store.TestedAsync(_tenant, saved.Id, Noon.AddHours(3), default);

        Assert.Equal((Noon, Noon.AddHours(3)), ((await _store.CurrentAsync(_tenant, default))!.Settings.UpdatedAt, (await _store.CurrentAsync(_tenant, default))!.Settings.TestedAt));
    }

    [Fact]
    public async Task Nobody_sees_or_changes_anothers()
    {
        var saved = await _store.SaveAsync(_tenant, Place, [1], Noon, default);
        var other = new TenantId(Guid.CreateVersion7());

        Assert.Null(await _store.CurrentAsync(other, default));
        Assert.Null(await _store.FindAsync(other, saved.Id, default));
        Assert.False(await _store.EndAsync(other, Noon, default));
        await _store.TestedAsync(other, saved.Id, Noon.AddYears(1), default);
        await _store.SaveAsync(other, Place, [9], Noon, default);

        var mine = (await _store.CurrentAsync(_tenant, default))!;
        Assert.Equal((saved, 1), (mine.Settings, mine.Secret!.Single()));
    }

    private Task<long> CountAsync() =>
        Sql.ScalarAsync<long>(postgres.ConnectionString, $"select count(*) from relaykit.tenant_storages where tenant_id = '{_tenant.Value}'");
}
