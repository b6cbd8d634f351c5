namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>Which script the next egress meets: the oldest that means it, else the one for all.</summary>
internal sealed class EgressScripts
{
    private readonly Lock _gate = new();
    private readonly List<ScriptedEgresses> _next = [];
    private EgressScript _all = EgressScript.None;

    public void SetAll(EgressScript script)
    {
        lock (_gate)
        {
            _all = script;
        }
    }

    public void Add(ScriptedEgresses scripted)
    {
        lock (_gate)
        {
            _next.Add(scripted);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _all = EgressScript.None;
            _next.Clear();
        }
    }

    public EgressScript Take(string room)
    {
        lock (_gate)
        {
            var index = _next.FindIndex(scripted => scripted.Room is null || scripted.Room == room);
            if (index < 0)
            {
                return _all;
            }

            var found = _next[index];
            if (found.Remaining > 1)
            {
                _next[index] = found with { Remaining = found.Remaining - 1 };
            }
            else
            {
                _next.RemoveAt(index);
            }

            return found.Script;
        }
    }

    /// <summary>How many egresses more meet a script of their own.</summary>
    public int Remaining
    {
        get
        {
            lock (_gate)
            {
                return _next.Sum(scripted => scripted.Remaining);
            }
        }
    }
}

/// <summary>A script for the next egresses.</summary>
/// <param name="Room">Of this room only; null for any, web pages too.</param>
/// <param name="Script">What becomes of them.</param>
/// <param name="Remaining">How many more.</param>
internal sealed record ScriptedEgresses(string? Room, EgressScript Script, int Remaining);
