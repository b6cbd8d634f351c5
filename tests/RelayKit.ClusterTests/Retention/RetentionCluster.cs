using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RelayKit.ClusterTests.Cluster;
using RelayKit.Retention;
using RelayKit.Storage.Retention;

namespace RelayKit.ClusterTests.Retention;

/// <summary>Two silos, or a cluster that knows nothing of them on the same database, whose daily run has one step that counts itself.</summary>
public sealed class RetentionCluster : ClusterFixture
{
    private readonly CountedStep _step = new();

    public RetentionCluster()
        : base([], silos: 2)
    {
    }

    internal RetentionCluster(TestDatabase shared)
        : base(shared)
    {
    }

    /// <summary>How often the step has run, in either silo.</summary>
    public int Runs => _step.Runs;

    /// <summary>Holds the step up until what is given is done; null lets it go on.</summary>
    public void Hold(TaskCompletionSource? until) => _step.Held = until;

    protected override void Adapt(IServiceCollection services)
    {
        services.AddRetention(ownsPartitions: true);
        services.Configure<RetentionOptions>(static options => options.ClockTolerance = TimeSpan.FromDays(3_650));
        services.RemoveAll<IRetentionStep>();
        services.AddSingleton<IRetentionStep>(_step);
    }

    private sealed class CountedStep : IRetentionStep
    {
        private int _runs;

        public string Name => "counted";

        public int Runs => Volatile.Read(ref _runs);

        public TaskCompletionSource? Held { get; set; }

        public async Task<ImmutableArray<RemovedRows>> RunAsync(RetentionTask task, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _runs);
            if (Held is { } held)
            {
                await held.Task.WaitAsync(cancellation);
            }

            return [new RemovedRows("things", 1, 0)];
        }
    }
}
