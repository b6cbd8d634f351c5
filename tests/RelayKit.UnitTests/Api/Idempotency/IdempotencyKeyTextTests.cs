using CsCheck;
using Microsoft.Extensions.Primitives;
using RelayKit.Api.Idempotency;

namespace RelayKit.UnitTests.Api.Idempotency;

public sealed class IdempotencyKeyTextTests
{
    private static readonly Gen<string> Key = Gen.Char[' ', '~'].Array[1, IdempotencyKeyText.MaxLength].Select(chars => new string(chars));

    [Theory]
    [InlineData("a", "a")]
    [InlineData("8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324")]
    [InlineData("order 17, second try", "order 17, second try")]
    [InlineData("\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", "8e03978e-40d5-43dd-bc93-6894a57f9324")]
    [InlineData("\"a \\\"b\\\" \\\\c\"", "a \"b\" \\c")]
    [InlineData("a\"b\\", "a\"b\\")]
    public void A_key_is_taken_as_it_is_or_out_of_its_quotes(string sent, string key)
    {
        Assert.True(IdempotencyKeyText.TryParse(sent, out var read));
        Assert.Equal(key, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("\"a")]
    [InlineData("\"a\"b\"")]
    [InlineData("\"a\\b\"")]
    [InlineData("\"a\\\"")]
    [InlineData("\"a\";b=1")]
    [InlineData("a\tb")]
    [InlineData("a\u007f")]
    [InlineData("ä")]
    [InlineData("\"ä\"")]
    public void Anything_else_is_none(string sent) => Assert.False(IdempotencyKeyText.TryParse(sent, out _));

    [Fact]
    public void It_is_sent_once() => Assert.False(IdempotencyKeyText.TryParse(new StringValues(["a", "a"]), out _));

    [Fact]
    public void Its_length_counts_without_quotes_and_escapes()
    {
        Assert.True(IdempotencyKeyText.TryParse(Quote(new string('"', 255)), out _));
        Assert.False(IdempotencyKeyText.TryParse(Quote(new string('k', 256)), out _));
        Assert.True(IdempotencyKeyText.TryParse(new string('k', 255), out _));
        Assert.False(IdempotencyKeyText.TryParse(new string('k', 256), out _));
    }

    [Fact]
    public void Both_forms_of_a_key_are_the_same_key() => Key.Sample(key =>
    {
        Assert.True(IdempotencyKeyText.TryParse(Quote(key), out var quoted));
        Assert.Equal(key, quoted);
        if (key[0] != '"')
        {
            Assert.True(IdempotencyKeyText.TryParse(key, out var plain));
            Assert.Equal(key, plain);
        }
    });

    private static string Quote(string key) =>
        $"\"{key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
