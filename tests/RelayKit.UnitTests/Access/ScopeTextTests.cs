using RelayKit.Access;

namespace RelayKit.UnitTests.Access;

public sealed class ScopeTextTests
{
    /// <summary>What is kept of keys, and what programs say: a word or a number that moves would give somebody what they were never given.</summary>
    [Fact]
    public void Words_and_numbers_never_change() => Assert.Equal(
        [
            "0 rooms:read", "1 rooms:write", "2 tokens:write", "3 participants:read", "4 participants:write", "5 sessions:read", "6 usage:read",
            "7 events:read", "8 tenant:read", "9 tenant:write", "10 api_keys:read", "11 api_keys:write", "12 accounts:read", "13 accounts:write",
            "14 request_logs:read", "15 audit_log:read", "16 privacy:read", "17 privacy:write", "18 recordings:read", "19 recordings:write",
            "20 streams:read", "21 streams:write", "22 ingress:read", "23 ingress:write", "24 webhook_endpoints:read", "25 webhook_endpoints:write",
            "26 billing:read", "27 billing:write",
        ],
        ScopeText.Scopes.Select(scope => $"{(int)scope} {scope.Word()}"));

    [Fact]
    public void Every_word_is_read_back() => Assert.All(ScopeText.Scopes, scope =>
    {
        Assert.True(ScopeText.TryParse(scope.Word(), out var read));
        Assert.Equal(scope, read);
    });

    [Theory]
    [InlineData("rooms")]
    [InlineData("Rooms:Read")]
    [InlineData("rooms:delete")]
    [InlineData("")]
    public void What_is_no_word_is_not_read(string word) => Assert.False(ScopeText.TryParse(word, out _));
}
