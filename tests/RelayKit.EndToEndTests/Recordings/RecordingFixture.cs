using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>A stack whose operator offers managed storage and rescue, and that looks at LiveKit often; its traces can be kept.</summary>
public sealed class RecordingFixture : TracedFixture
{
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
        to["RelayKit__ManagedStorage__RescuePrefix"] = "rescue/";
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
