using System.Numerics;

namespace RelayKit.Access;

/// <summary>
/// The scopes that a caller has, as a set of bits: to ask for one is a single test. <see cref="All"/> holds every scope, those of later versions too;
/// a set that names every scope of today does not.
/// </summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ScopeSet")]
public readonly record struct ScopeSet
{
    private ScopeSet(ulong bits) => Bits = bits;

    /// <summary>No scope.</summary>
    public static ScopeSet None => default;

    /// <summary>Every scope that there is and will be.</summary>
    public static ScopeSet All => new(ulong.MaxValue);

    /// <summary>A bit for each <see cref="Scope"/>, at its number.</summary>
    [Id(0)]
    public ulong Bits { get; private init; }

    /// <summary>Whether it is <see cref="All"/>.</summary>
    public bool IsAll => Bits == ulong.MaxValue;

    /// <summary>Whether it has no scope.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>The set of these.</summary>
    public static ScopeSet Of(params ReadOnlySpan<Scope> scopes)
    {
        var bits = 0UL;
        foreach (var scope in scopes)
        {
            bits |= BitOf(scope);
        }

        return new(bits);
    }

    /// <summary>Whether it has a scope.</summary>
    public bool Contains(Scope scope) => (Bits & BitOf(scope)) != 0;

    /// <summary>Whether the other set has all that this one has.</summary>
    public bool IsWithin(ScopeSet other) => (Bits & ~other.Bits) == 0;

    /// <summary>What either has.</summary>
    public ScopeSet With(ScopeSet other) => new(Bits | other.Bits);

    /// <summary>What both have.</summary>
    public ScopeSet And(ScopeSet other) => new(Bits & other.Bits);

    /// <summary>What this one has and the other has not.</summary>
    public ScopeSet Without(ScopeSet other) => new(Bits & ~other.Bits);

    /// <summary>Those of today's scopes that it has, in the order of their numbers.</summary>
    public IReadOnlyList<Scope> ToList()
    {
        var scopes = new List<Scope>(BitOperations.PopCount(Bits));
        foreach (var scope in ScopeText.Scopes)
        {
            if (Contains(scope))
            {
                scopes.Add(scope);
            }
        }

        return scopes;
    }

    /// <summary>Its words, for people.</summary>
    public override string ToString() => IsAll ? "all scopes" : IsEmpty ? "no scope" : string.Join(", ", ScopeText.WordsOf(this));

    private static ulong BitOf(Scope scope) => 1UL << (int)scope;
}
