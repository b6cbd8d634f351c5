using RelayKit.ObjectStorage;
using RelayKit.Recordings;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Recordings;

public sealed class RecordingPlacesTests
{
    private static readonly Recording Recording = Egresses.Recording();

    private static readonly RecordingOrder Order = new()
    {
        Source = new RecordingSource { Kind = RecordingKind.WebPage, Url = "https://example.com/" },
        Cluster = "default",
        Format = RecordingFormat.Mp4,
        MaxSeconds = 60,
    };

    [Fact]
    public async Task A_bucket_that_can_no_longer_be_opened_is_an_answer_and_no_fault()
    {
        var planned = await new RecordingPlaces(new Storages(gone: true), null!).PlanAsync(Recording.Key, Order, Egresses.Start, CancellationToken.None);

        Assert.Equal((ErrorCode.StorageUnusable, "The role is gone."), (planned.Error!.Code, planned.Error.Message));
    }

    [Fact]
    public async Task Without_any_storage_a_file_is_refused_and_a_stream_is_not()
    {
        var places = new RecordingPlaces(new Storages(gone: false), null!);

        Assert.Equal(
            ErrorCode.StorageNotSetUp, (await places.PlanAsync(Recording.Key, Order, Egresses.Start, CancellationToken.None)).Error!.Code);
        Assert.True((await places.PlanAsync(Recording.Key, Order with { Format = null }, Egresses.Start, CancellationToken.None)).IsSuccess);
    }

    [Fact]
    public async Task A_file_is_found_only_below_the_prefix_that_it_was_written_below()
    {
        var place = Recording.Place!;
        var places = new RecordingPlaces(new Storages(gone: false) { Found = Storage(place.Prefix), Rescue = Storage("rescue/").Bucket }, null!);
        var elsewhere = new RecordingPlaces(new Storages(gone: false) { Found = Storage("another/") }, null!);

        Assert.Equal(place.Key, (await places.IntendedAsync(Recording, CancellationToken.None))!.Value.Key.Text);
        Assert.Equal("rescue/" + place.Key, places.Rescued(Recording)!.Value.Key.Text);
        Assert.Null(await elsewhere.IntendedAsync(Recording, CancellationToken.None));
        Assert.Null(elsewhere.Rescued(Recording));
    }

    private static TenantStorage Storage(string prefix) => new(
        Recording.Place!.StorageId,
        new StorageBucket { Region = "us-east-1", Bucket = "bucket", Prefix = prefix, AccessKeyId = "AK", SecretAccessKey = "s" },
        KeyTemplate.Default);

    /// <summary>A tenant's storage as it is set up, or one whose role the operator's key can no longer take on.</summary>
    private sealed class Storages(bool gone) : ITenantStorages
    {
        public TenantStorage? Found { get; init; }

        public StorageBucket? Rescue { get; init; }

        public TimeSpan? ManagedRetention => null;

        public StorageBucket? Managed(TenantId tenant, Mode mode) => null;

        public Task<TenantStorage?> CurrentAsync(TenantId tenant, Mode mode, CancellationToken cancellation) => gone
            ? throw new StorageException(new StorageFault(StorageFaultKind.RoleRefused, "assume_role", "The role is gone."))
            : Task.FromResult<TenantStorage?>(null);

        public Task<TenantStorage?> FindAsync(TenantId tenant, Mode mode, Guid storage, CancellationToken cancellation) => Task.FromResult(Found);
    }
}
