using RelayKit.Privacy;

namespace RelayKit.Tenants;

/// <summary>
/// Terminating a tenant and undoing it, and restricting what is done with its data. The row in the database is what counts, since whoever erases goes by it; the grain reads it when it wakes, and
/// is the only one that writes it before the grace is over.
/// </summary>
internal sealed partial class TenantGrain
{
    private TenantDeletion? _deletion;
    private ProcessingRestriction? _restriction;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        _deletion = await deletions.FindAsync(Id, cancellationToken);
        _restriction = await restrictions.FindAsync(Id, cancellationToken);
    }

    public async Task<TenantDeletion> RequestDeletionAsync(Guid id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        _deletion = await deletions.RequestAsync(new TenantDeletion(Id, id, now, now + TenantDeletion.Grace), cancellation);
        TellMeters();
        return _deletion;
    }

    public async Task<bool> CancelDeletionAsync(CancellationToken cancellation)
    {
        if (!await deletions.CancelAsync(Id, time.GetUtcNow(), cancellation))
        {
            return false;
        }

        _deletion = null;
        TellMeters();
        return true;
    }

    public async Task<ProcessingRestriction> RestrictAsync(RestrictedProcessing scope, CancellationToken cancellation) =>
        _restriction = await restrictions.SetAsync(Id, new ProcessingRestriction(scope, time.GetUtcNow()), cancellation);

    public async Task<bool> LiftRestrictionAsync(CancellationToken cancellation)
    {
        var isLifted = await restrictions.RemoveAsync(Id, cancellation);
        _restriction = null;
        return isLifted;
    }

    /// <summary>A tenant that is to be deleted is suspended without a grace: the meters end its sessions, and what older tokens begin later.</summary>
    private Suspension? Termination => _deletion is { } deletion
        ? new Suspension(deletion.RequestedAt, "It is to be deleted.") { SessionsEndAt = deletion.RequestedAt }
        : null;
}
