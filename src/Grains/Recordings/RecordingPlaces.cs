using RelayKit.ObjectStorage;

namespace RelayKit.Recordings;

/// <summary>Where files of recordings are to go, and where they are, with what opens the bucket.</summary>
public sealed class RecordingPlaces(ITenantStorages storages, IObjectStorage objects)
{
    /// <summary>What would be kept of a recording, and the bucket that its file goes to; nothing is kept, and nobody is asked but the tenant's settings.</summary>
    public async Task<Result<PlannedRecording>> PlanAsync(RecordingKey key, RecordingOrder order, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        TenantStorage? storage = null;
        try
        {
            if (order.Format is not null && (storage = await storages.CurrentAsync(key.Tenant, key.Mode, cancellation)) is null)
            {
                return new Error(ErrorCode.StorageNotSetUp, "There is nowhere to write the file to. Set up a bucket by PUT /v1/tenant/storage.");
            }
        }
        catch (StorageException fault)
        {
            return RecordingErrors.Unusable(fault);
        }

        var planned = RecordingPlan.Of(key, order, storage, now);
        return planned.IsSuccess ? new PlannedRecording(planned.Value, storage?.Bucket) : planned.Error;
    }

    /// <summary>Where a file was to go; null when there was to be none, or that storage is no longer known.</summary>
    /// <exception cref="StorageException">What opens the bucket is gone.</exception>
    public async Task<PlacedFile?> IntendedAsync(Recording recording, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var key = recording.Key;
        return recording.Place is { } place && await storages.FindAsync(key.Tenant, key.Mode, place.StorageId, cancellation) is { } storage
            ? Placed(recording, place, storage.Bucket, isRescue: false)
            : null;
    }

    /// <summary>Where a file waits that its tenant's bucket has refused; null when the operator has set up no such place.</summary>
    public PlacedFile? Rescued(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        return recording.Place is { } place && storages.Rescue is { } rescue ? Placed(recording, place, rescue, isRescue: true) : null;
    }

    /// <summary>Where a file in managed storage is; null when the operator offers none any more.</summary>
    public PlacedFile? Managed(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        return recording.Place is { } place && storages.Managed(recording.Key.Tenant, recording.Key.Mode) is { } bucket
            ? Placed(recording, place, bucket, isRescue: false)
            : null;
    }

    /// <summary>Deletes a file, of HLS with all its segments. One that is gone already is no fault.</summary>
    /// <exception cref="StorageException">The bucket cannot be used now.</exception>
    public async Task DeleteAsync(PlacedFile file, CancellationToken cancellation)
    {
        if (file.Format == RecordingFormat.Hls)
        {
            await objects.DeleteAllAsync(file.Bucket, RecordingPlan.FolderOf(file.Key.Text)[file.Bucket.Prefix.Length..], cancellation);
        }
        else
        {
            await objects.DeleteAsync(file.Bucket, file.Key, cancellation);
        }
    }

    private static PlacedFile? Placed(Recording recording, FilePlace place, StorageBucket bucket, bool isRescue) =>
        place.TryKeyIn(bucket, isRescue, out var key) ? new PlacedFile(bucket, key, recording.Format) : null;
}

/// <summary>A recording before it is kept.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Bucket">The bucket that its file goes to, with what opens it; null where it is only streamed.</param>
public sealed record PlannedRecording(Recording Recording, StorageBucket? Bucket);

/// <summary>A file and the bucket that it is in.</summary>
/// <param name="Bucket">The bucket, with what opens it.</param>
/// <param name="Key">The file's key there; of HLS, the playlist's.</param>
/// <param name="Format">Its form.</param>
public readonly record struct PlacedFile(StorageBucket Bucket, ObjectKey Key, RecordingFormat? Format);
