using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using RelayKit.Storage.Secrets;

namespace RelayKit.StorageTests.Secrets;

/// <summary>How wrapping keys are written, and what a start says of those that are not.</summary>
public sealed class SecretsOptionsTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public void A_key_may_be_base64_hexadecimal_or_in_a_file()
    {
        var file = Path.Combine(Path.GetTempPath(), $"relaykit-{Guid.NewGuid():N}");
        File.WriteAllText(file, Convert.ToHexStringLower(Key) + "\n");
        try
        {
            var options = Read(("0", Convert.ToBase64String(Key)), ("1", Convert.ToHexString(Key)), ("2:File", file));

            Assert.Empty(options.Faults);
            Assert.Equal(3, options.WrappingKeys.Count);
            Assert.Single(options.WrappingKeys.Select(static key => key.Id).Distinct());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("1", "unused", "RelayKit__Secrets__WrappingKeys__0 is not set. It is 32 random bytes in base64")]
    [InlineData("0", "too-short", "RelayKit__Secrets__WrappingKeys__0 is not 32 bytes in base64 or hexadecimal")]
    [InlineData("0", "AAAA", "RelayKit__Secrets__WrappingKeys__0 is not 32 bytes")]
    [InlineData("0:File", "/nowhere/key", "RelayKit__Secrets__WrappingKeys__0__File names '/nowhere/key', which cannot be read")]
    [InlineData("", "one", "RelayKit__Secrets__WrappingKeys is a list")]
    public void What_cannot_work_is_named_with_its_mend(string key, string value, string message) =>
        Assert.Contains(message, Assert.Single(Read((key, value)).Faults), StringComparison.Ordinal);

    [Fact]
    public void A_mistyped_key_is_not_repeated() =>
        Assert.DoesNotContain("mistyped", Assert.Single(Read(("0", "mistyped-key")).Faults), StringComparison.Ordinal);

    private static SecretsOptions Read(params (string Key, string Value)[] settings)
    {
        var options = new SecretsOptions();
        options.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create<string, string?>(
            setting.Key.Length == 0 ? "RelayKit:Secrets:WrappingKeys" : $"RelayKit:Secrets:WrappingKeys:{setting.Key}", setting.Value))).Build());
        return options;
    }
}
