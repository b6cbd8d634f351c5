using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Egress;

internal sealed partial class EgressWorker
{
    /// <summary>What is recorded ends, as if its source had closed.</summary>
    /// <exception cref="NodeException">There is no such egress, or it does not record.</exception>
    public void CloseSource(string id) => WithActive(id, egress => Close(egress, EgressEnd.Complete("Source closed"), isTold: true));

    /// <summary>It reaches its limit.</summary>
    /// <exception cref="NodeException">There is no such egress, or it does not record.</exception>
    public void ReachLimit(string id) => WithActive(id, egress => Close(egress, EgressEnd.LimitReached, isTold: false));

    /// <summary>It has recorded so much more: as if time had passed for it alone.</summary>
    /// <exception cref="NodeException">There is no such egress, or it does not record.</exception>
    public void Advance(string id, TimeSpan by) => WithActive(id, egress => egress.Advanced += by);

    /// <summary>It fails in whatever state it is.</summary>
    /// <exception cref="NodeException">There is no such egress, or it has ended.</exception>
    public void Fail(string id, string error, int code, string details)
    {
        lock (_gate)
        {
            Finish(FindGoingOn(id), EgressEnd.Failed(error, code) with { Details = details });
        }
    }

    /// <summary>Its worker dies: the server goes on to list it as it was last told.</summary>
    /// <exception cref="NodeException">There is no such egress, or it has ended.</exception>
    public void Kill(string id)
    {
        lock (_gate)
        {
            Die(FindGoingOn(id));
        }
    }

    /// <summary>LiveKit knows nothing of it any more.</summary>
    /// <exception cref="NodeException">There is no such egress.</exception>
    public void Forget(string id)
    {
        lock (_gate)
        {
            Find(id).IsListed = false;
        }
    }

    /// <summary>The server tells how it stands once more, by the event of its state, under a new event id.</summary>
    /// <exception cref="NodeException">There is no such egress.</exception>
    public void Repeat(string id)
    {
        lock (_gate)
        {
            var egress = _egresses.Find(known => known.Id == id) ?? throw new NodeException("not_found", "egress does not exist");
            Tell(egress, egress.HasEnded ? "egress_ended" : egress.ActiveAt is null ? "egress_started" : "egress_updated", isSkipped: false);
        }
    }

    private void WithActive(string id, Action<SimulatedEgress> act)
    {
        lock (_gate)
        {
            var egress = FindGoingOn(id);
            if (egress.ActiveAt is null || egress.End is not null)
            {
                throw new NodeException("failed_precondition", $"egress with status {NameOf(egress.Info.Status)} does not record");
            }

            act(egress);
        }
    }

    private SimulatedEgress FindGoingOn(string id)
    {
        var egress = Find(id);
        return egress.HasEnded || egress.IsDead
            ? throw new NodeException("failed_precondition", egress.IsDead ? "its worker is dead" : $"egress with status {NameOf(egress.Info.Status)} has ended")
            : egress;
    }
}
