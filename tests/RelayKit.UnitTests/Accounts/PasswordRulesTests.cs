using CsCheck;
using RelayKit.Accounts;

namespace RelayKit.UnitTests.Accounts;

public sealed class PasswordRulesTests
{
    private static readonly EmailAddress Ada = EmailAddress.Parse("ada.lovelace@example.com");

    [Theory]
    [InlineData("seven brass kettles")]
    [InlineData("correct horse battery stable")]
    [InlineData("пароль из слов")]
    [InlineData("!!??!!??++==--~~#")]
    [InlineData("acme is where I learnt to sail")]
    public void A_good_password_is_taken(string password) => Assert.Null(PasswordRules.FaultOf(password, Ada, "Acme"));

    [Theory]
    [InlineData("elevenchars")]
    [InlineData("Password1234")]
    [InlineData("passwordpassword")]
    [InlineData("qwertyuiop123")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("123456789012")]
    [InlineData("987654321098")]
    [InlineData("abcdefghijklm")]
    [InlineData("Ada.Lovelace1")]
    [InlineData("ada.lovelace@example.com")]
    [InlineData("the-acme-works!")]
    [InlineData("correct horse battery staple")]
    [InlineData("with a \0 in the midst")]
    public void A_poor_password_is_refused_without_being_repeated(string password)
    {
        var fault = PasswordRules.FaultOf(password, Ada, "The Acme Works");

        Assert.NotNull(fault);
        Assert.DoesNotContain(password, fault, StringComparison.Ordinal);
    }

    /// <summary>A fact of its own: what hands theories their data writes half a pair as something else.</summary>
    [Fact]
    public void Half_a_surrogate_pair_is_no_text() => Assert.NotNull(PasswordRules.FaultOf("half a pair \ud800 here", Ada, "The Acme Works"));

    [Fact]
    public void Length_is_of_characters_below_and_of_bytes_above()
    {
        Assert.NotNull(PasswordRules.FaultOfForm(string.Concat(Enumerable.Repeat("😀", 11))));
        Assert.Null(PasswordRules.FaultOfForm(string.Concat(Enumerable.Repeat("😀", 18))));
        Assert.NotNull(PasswordRules.FaultOfForm(string.Concat(Enumerable.Repeat("😀", 19))));
        Assert.Null(PasswordRules.FaultOfForm(new string('x', 72)));
        Assert.NotNull(PasswordRules.FaultOfForm(new string('x', 73)));
    }

    [Fact]
    public void No_password_makes_a_fault() => Gen.String.Sample(static password => PasswordRules.FaultOf(password, Ada, "Acme") is null or { Length: > 0 });
}
