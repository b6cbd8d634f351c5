using System.Collections.Immutable;
using RelayKit.Retention;

namespace RelayKit.Storage.Privacy;

/// <summary>Tenants whose grace is over: the part of the daily run that erases them.</summary>
internal sealed class TenantErasureStep(TenantErasure erasure) : IRetentionStep
{
    public string Name => "tenants";

    public async Task<ImmutableArray<RemovedRows>> RunAsync(RetentionTask task, CancellationToken cancellation) =>
        [new("tenants", await erasure.EraseDueAsync(task.Now, cancellation), 0)];
}
