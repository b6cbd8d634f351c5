using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RelayKit.ClusterTests.Cluster;
using RelayKit.LiveKit;

namespace RelayKit.ClusterTests.Reconciliation;

/// <summary>Two silos beside a LiveKit that a test plays.</summary>
public sealed class ReconciliationFixture : ClusterFixture
{
    public const string LiveKitName = "played";

    private const string Secret = "secret-of-the-played-cluster-0123456789";

    public ReconciliationFixture()
        : base([], silos: 2) => LiveKit = new PlayedLiveKit(Time);

    public PlayedLiveKit LiveKit { get; }

    protected override void Adapt(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(new LiveKitClusters(
        [new LiveKitCluster(LiveKitName, "ws://127.0.0.1:1", LiveKit, new AccessTokenIssuer("APIplayed", Secret, Time), [new WebhookKey(LiveKitName, "APIplayed", Secret)])])));
}
