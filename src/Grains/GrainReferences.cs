namespace RelayKit;

/// <summary>
/// Makes references to the grains of one interface from their keys. Orleans' own factory finds out anew for each key which grain
/// the interface means, by formatting and parsing names of types; that is the same every time, and here it is found once.
/// </summary>
/// <typeparam name="TGrain">The interface, which one grain class implements.</typeparam>
/// <param name="grains">Orleans' factory.</param>
public sealed class GrainReferences<TGrain>(IGrainFactory grains)
    where TGrain : class, IGrainWithStringKey
{
    private GrainReference? _any;

    /// <summary>The grain with this key. No call is made and nothing is activated.</summary>
    /// <param name="key">The grain's primary key.</param>
    public TGrain Get(string key)
    {
        // Not in the constructor: a client knows no grains before it has met a silo.
        var any = _any ??= (GrainReference)(object)grains.GetGrain<TGrain>(key);
        return (TGrain)grains.GetGrain(GrainId.Create(any.GrainId.Type, key), any.InterfaceType);
    }
}
