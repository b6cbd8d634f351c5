using RelayKit.Labels;

namespace RelayKit.UnitTests.Labels;

public sealed class LabelSetTests
{
    [Fact]
    public void A_set_has_one_text_whatever_the_order() => Assert.Equal(
        LabelSet.Of([new("b", "2"), new("a", "1")]).ToString(),
        LabelSet.Of([new("a", "1"), new("b", "2")]).ToString());

    [Fact]
    public void Sets_that_say_the_same_are_equal()
    {
        var (one, other) = (LabelSet.Of([new("a", "1"), new("b", "2")]), LabelSet.Of([new("b", "2"), new("a", "1")]));

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, LabelSet.Of([new("a", "1")]));
        Assert.Equal(LabelSet.Empty, LabelSet.Of(null));
    }

    [Fact]
    public void Of_one_name_the_others_value_holds_and_there_are_never_more_than_eight()
    {
        var own = LabelSet.Of(Enumerable.Range(0, 8).Select(i => KeyValuePair.Create($"l{i}", "own")));
        var others = LabelSet.Of([new("l7", "other"), new("z", "other")]);

        var both = own.With(others);

        Assert.Equal(8, both.Labels.Length);
        Assert.True(both.TryGet("l7", out var value));
        Assert.Equal("other", value);
        Assert.True(both.TryGet("z", out _));
    }

    [Theory]
    [InlineData("customer=acme", true)]
    [InlineData("customer=größe & co", true)]
    [InlineData("customer=", false)]
    [InlineData("=acme", false)]
    [InlineData("customer", false)]
    [InlineData("Customer=acme", false)]
    [InlineData("customer=a=b", false)]
    [InlineData("customer=a,b", false)]
    [InlineData("customer=a\u0000", false)]
    public void A_label_is_read_back_from_its_text(string text, bool valid)
    {
        Assert.Equal(valid, Label.TryParse(text, out var label));
        Assert.True(!valid || label.ToString() == text);
    }

    [Fact]
    public void What_is_not_allowed_makes_no_set() => Assert.Throws<ArgumentException>(() => LabelSet.Of([new("A", "1")]));
}
