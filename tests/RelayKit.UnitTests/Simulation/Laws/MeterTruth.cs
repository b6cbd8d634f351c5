using RelayKit.Tenants;
using RelayKit.UnitTests.Simulation.Database;
using RelayKit.UnitTests.Simulation.Scheduling;

namespace RelayKit.UnitTests.Simulation.Laws;

/// <summary>
/// What is on its way to each tenant's meter, so that it is known when the meter has to agree with the ledger: when nothing is, and nothing was
/// lost. What a silo had still to tell dies with it. The meter knows it all the same once it has read the ledger, or has been told all that the
/// ledger has of the session.
/// </summary>
internal sealed class MeterTruth
{
    private readonly Dictionary<(Process Silo, TenantId Tenant), OnTheWay> _onTheWay = [];
    private readonly HashSet<WrittenSession> _lost = [];
    private readonly HashSet<TenantId> _changed = [];

    /// <summary>
    /// Tenants whose rows, or whose meter's messages, have changed since this was last asked, and to whose meter nothing is on its way. To be
    /// asked only when nobody has anything to do: then what was heard has been told on.
    /// </summary>
    public List<TenantId> TakeQuiet()
    {
        if (_changed.Count == 0)
        {
            return [];
        }

        foreach (var way in _onTheWay.Values)
        {
            way.IsBeingToldOn = false;
        }

        var quiet = _changed.Where(tenant => !_onTheWay.Any(way => way.Key.Tenant == tenant && way.Value.IsAny)).ToList();
        foreach (var way in _onTheWay.Where(way => quiet.Contains(way.Key.Tenant)))
        {
            way.Value.Untold.Clear();
        }

        _changed.ExceptWith(quiet);
        return quiet;
    }

    /// <summary>Whether something never reached the meter.</summary>
    public bool HasLost(TenantId tenant) => _lost.Any(lost => lost.Tenant == tenant);

    /// <summary>Rows were written; the silo does not know it yet.</summary>
    public void Written(Process silo, List<WrittenSession> written)
    {
        foreach (var session in written)
        {
            var way = Of(silo, session.Tenant);
            way.Commits++;
            way.Untold.Add(session);
            _changed.Add(session.Tenant);
            if (session.HadTwoWriters)
            {
                _lost.Add(session);
            }
        }
    }

    public void Heard(Process silo, List<WrittenSession> written)
    {
        foreach (var session in written)
        {
            var way = Of(silo, session.Tenant);
            way.Commits--;
            way.IsBeingToldOn = true;
        }
    }

    /// <summary>Rows were written, and nobody will ever hear of it.</summary>
    public void WrittenUnheard(List<WrittenSession> written) => _lost.UnionWith(written);

    /// <summary>A silo has sent a message.</summary>
    public void Called(Process silo, TenantId tenant)
    {
        var way = Of(silo, tenant);
        way.Calls++;
        way.IsToRepeat = false;
        _changed.Add(tenant);
    }

    /// <summary>A message was answered, or given up: then another one follows.</summary>
    public void Answered(Process silo, TenantId tenant, bool failed)
    {
        var way = Of(silo, tenant);
        way.Calls--;
        way.IsToRepeat = failed;
        way.IsBeingToldOn = true;
        _changed.Add(tenant);
    }

    /// <summary>The meter has taken in a line that says all that the ledger has of its session. An end that moved to a later instant it does not see.</summary>
    public void ToldAll(Guid session) => _lost.RemoveWhere(lost => lost.Session == session && !lost.MovedEndLater);

    /// <summary>
    /// The meter has taken in a line of one of two writers. Neither knows all that the ledger has, and a line does not say so: it may be taken for newer
    /// than what the ledger has.
    /// </summary>
    public void ToldByOneOfTwo(TenantId tenant, Guid session) => _lost.Add(new WrittenSession(tenant, session, MovedEndLater: true, HadTwoWriters: true));

    /// <summary>The meter reads the ledger.</summary>
    public void Read(TenantId tenant) => _lost.RemoveWhere(lost => lost.Tenant == tenant);

    public void Died(Process silo)
    {
        foreach (var key in _onTheWay.Keys.Where(key => key.Silo == silo).ToList())
        {
            _lost.UnionWith(_onTheWay[key].Untold);
            _onTheWay.Remove(key);
        }
    }

    private OnTheWay Of(Process silo, TenantId tenant)
    {
        if (!_onTheWay.TryGetValue((silo, tenant), out var way))
        {
            _onTheWay[(silo, tenant)] = way = new OnTheWay();
        }

        return way;
    }

    private sealed class OnTheWay
    {
        public HashSet<WrittenSession> Untold { get; } = [];

        public int Commits { get; set; }

        public int Calls { get; set; }

        public bool IsToRepeat { get; set; }

        /// <summary>Something was heard, of which the silo may not have taken the next step.</summary>
        public bool IsBeingToldOn { get; set; }

        public bool IsAny => Commits > 0 || Calls > 0 || IsToRepeat || IsBeingToldOn;
    }
}
