using RelayKit.Bench.Load;

namespace RelayKit.Bench.Keys;

/// <summary>
/// Requests by some keys at once, in turn, each to every address; a key can be put in another's place while they are sent. The turn is the requests' own: a load
/// that a few connections can carry uses only those, and a key of another connection would never be sent.
/// </summary>
/// <param name="keys">How many keys are in use at once.</param>
/// <param name="addresses">Over how many addresses the load goes, in turn.</param>
/// <param name="connections">How many connections there are.</param>
internal sealed class KeysInUse(int keys, int addresses, int connections) : RequestSource
{
    private readonly KeyUnderLoad?[] _keys = new KeyUnderLoad?[keys];
    private readonly KeyUnderLoad?[] _sent = new KeyUnderLoad?[connections];
    private readonly ReadOnlyMemory<byte> _idle = RepeatedRequests.Request("GET", "/healthz");
    private long _turn;

    /// <summary>Puts a key in a place; from then on it is the one that is sent there.</summary>
    public void Put(int place, KeyUnderLoad key) => Volatile.Write(ref _keys[place], key);

    public override ReadOnlyMemory<byte> Next(int connection)
    {
        var key = Volatile.Read(ref _keys[_turn++ / addresses % _keys.Length]);
        _sent[connection] = key;
        return key?.Request ?? _idle;
    }

    public override void Answered(int connection, int status)
    {
        if (status is >= 200 and < 300)
        {
            _sent[connection]?.Good();
        }
    }
}
