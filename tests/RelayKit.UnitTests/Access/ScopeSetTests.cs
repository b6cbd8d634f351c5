using CsCheck;
using RelayKit.Access;

namespace RelayKit.UnitTests.Access;

/// <summary>A set of scopes against a set of the framework's.</summary>
public sealed class ScopeSetTests
{
    private static readonly Gen<HashSet<Scope>> GenScopes = Gen.Int[0, ScopeText.Scopes.Count - 1].Array[0, 30]
        .Select(numbers => numbers.Select(number => ScopeText.Scopes[number]).ToHashSet());

    [Fact]
    public void It_is_the_set_of_what_it_was_made_of() => Gen.Select(GenScopes, GenScopes).Sample((one, other) =>
    {
        var (a, b) = (ScopeSet.Of([.. one]), ScopeSet.Of([.. other]));

        Assert.Equal(one.Order(), a.ToList());
        Assert.All(ScopeText.Scopes, scope => Assert.Equal(one.Contains(scope), a.Contains(scope)));
        Assert.Equal(one.IsSubsetOf(other), a.IsWithin(b));
        Assert.Equal(one.Union(other).Order(), a.With(b).ToList());
        Assert.Equal(one.Intersect(other).Order(), a.And(b).ToList());
        Assert.Equal(one.Except(other).Order(), a.Without(b).ToList());
        Assert.Equal(one.Count == 0, a.IsEmpty);
    });

    [Fact]
    public void Its_words_are_read_back() => GenScopes.Sample(scopes =>
    {
        var set = ScopeSet.Of([.. scopes]);

        Assert.Equal(set, ScopeText.Parse(ScopeText.WordsOf(set)));
    });

    [Fact]
    public void All_has_more_than_those_that_there_are_today()
    {
        var today = ScopeSet.Of([.. ScopeText.Scopes]);

        Assert.True(today.IsWithin(ScopeSet.All));
        Assert.False(ScopeSet.All.IsWithin(today));
        Assert.True(ScopeSet.All.IsAll);
        Assert.False(today.IsAll);
        Assert.Equal(ScopeText.Scopes, ScopeSet.All.ToList());
    }

    [Fact]
    public void Who_has_no_list_has_all_and_who_has_an_empty_one_has_none()
    {
        Assert.Equal(ScopeSet.All, ScopeText.Parse(null));
        Assert.Equal(ScopeSet.None, ScopeText.Parse([]));
    }

    [Fact]
    public void A_word_of_a_later_version_allows_nothing() =>
        Assert.Equal(ScopeSet.Of(Scope.RoomsRead), ScopeText.Parse(["rooms:read", "holograms:write"]));

    [Fact]
    public void To_ask_for_a_scope_allocates_nothing()
    {
        var scopes = ScopeSet.Of(Scope.RoomsRead, Scope.TokensWrite);
        var found = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            found += scopes.Contains(Scope.TokensWrite) ? 1 : 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(10_000, found);
    }
}
