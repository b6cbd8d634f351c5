using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>A stack whose operator offers managed storage and rescue, and that looks at LiveKit often; its traces can be kept.</summary>
public sealed class RecordingFixture : TracedFixture
{
    private const string RescuePrefix = "rescue/";

    /// <summary>From here on LiveKit's workers put what a tenant's bucket does not take into the operator's, below the rescue prefix.</summary>
    public Task UseRescueAsync() => Simulator.PostAsync("/sim/egress/backup", new
    {
        endpoint = Store.Url.ToString().TrimEnd('/'),
        region = "us-east-1",
        bucket = PlayedStore.ManagedBucket,
        access_key = PlayedStore.AccessKeyId,
        secret = PlayedStore.SecretAccessKey,
        force_path_style = true,
        prefix = RescuePrefix,
    });

    /// <summary>From here on they do not.</summary>
    public Task EndRescueAsync() => Simulator.DeleteAsync("/sim/egress/backup");

    protected override void Adapt(SiloSettings settings)
    {
        base.Adapt(settings);
        var to = settings.Environment;
        to["RelayKit__ManagedStorage__Endpoint"] = settings.StoreUrl.ToString().TrimEnd('/');
        to["RelayKit__ManagedStorage__Bucket"] = PlayedStore.ManagedBucket;
        to["RelayKit__ManagedStorage__ForcePathStyle"] = "true";
        to["RelayKit__ManagedStorage__AccessKeyId"] = PlayedStore.AccessKeyId;
        to["RelayKit__ManagedStorage__SecretAccessKey"] = PlayedStore.SecretAccessKey;
        to["RelayKit__ManagedStorage__Prefix"] = "managed/";
        to["RelayKit__ManagedStorage__RescuePrefix"] = RescuePrefix;
        to["RelayKit__Recordings__SweepPeriod"] = "00:00:05";
        to["RelayKit__Recordings__AutomaticRetry"] = "00:00:01";
        to["RelayKit__Recordings__FilePeriod"] = "00:00:01";
    }
}

/// <summary>Tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class RecordingTestGroup : ICollectionFixture<RecordingFixture>
{
    public const string Name = "One stack that records";
}
