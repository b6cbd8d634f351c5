using CsCheck;
using RelayKit.Accounts;

namespace RelayKit.UnitTests.Accounts;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("a+tag.b@sub.example.co.uk")]
    [InlineData("o'neil@localhost")]
    public void An_address_is_read(string text) => Assert.True(EmailAddress.TryParse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("ada")]
    [InlineData("@example.com")]
    [InlineData("ada@")]
    [InlineData("a b@example.com")]
    [InlineData("ada@exa mple.com")]
    [InlineData("ada@@example.com")]
    [InlineData(".ada@example.com")]
    [InlineData("ada..b@example.com")]
    [InlineData("ada@-example.com")]
    [InlineData("ada@example..com")]
    [InlineData("ada@example.com\r\nBcc: eve@example.com")]
    [InlineData("\"ada\"@example.com")]
    [InlineData("ada@[127.0.0.1]")]
    public void What_is_none_is_refused(string? text) => Assert.False(EmailAddress.TryParse(text, out _));

    [Fact]
    public void Case_does_not_tell_two_addresses_apart()
    {
        Assert.Equal(EmailAddress.Parse("Ada@Example.com"), EmailAddress.Parse("ada@example.COM"));
        Assert.NotEqual(EmailAddress.Parse("ada@example.com"), EmailAddress.Parse("adb@example.com"));
    }

    [Fact]
    public void Whatever_is_read_can_stand_in_a_header_and_is_not_shown() => Gen.String[Gen.Char["abc@.-\r\n \0é\"<>"], 0, 30].Sample(static text =>
    {
        if (EmailAddress.TryParse(text, out var address))
        {
            Assert.All(address.Text, static c => Assert.True(c is > ' ' and < '\x7f' and not ('<' or '>' or '"')));
            Assert.DoesNotContain(address.Text, $"{address}", StringComparison.Ordinal);
        }
    });
}
