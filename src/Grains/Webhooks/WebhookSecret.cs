using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.Webhooks;

/// <summary>
/// A key that webhooks are signed with, in Standard Webhooks' form: <c>whsec_</c> and 24 to 64 bytes in base64. Holds the key, and shows it only to whoever
/// asks for <see cref="Text"/>.
/// </summary>
public sealed class WebhookSecret
{
    /// <summary>What the text of a secret begins with.</summary>
    public const string Prefix = "whsec_";

    /// <summary>The fewest bytes that a key has.</summary>
    public const int MinBytes = 24;

    /// <summary>The most bytes that a key has.</summary>
    public const int MaxBytes = 64;

    /// <summary>The bytes of a secret that RelayKit makes.</summary>
    public const int GeneratedBytes = 32;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>The secret as receivers are given it.</summary>
    public string Text => Prefix + Convert.ToBase64String(_key);

    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>Makes one of 256 random bits.</summary>
    public static WebhookSecret Generate() => new(RandomNumberGenerator.GetBytes(GeneratedBytes));

    /// <summary>The secret of these bytes, which nobody else can guess.</summary>
    /// <exception cref="ArgumentException">There are too few or too many of them.</exception>
    public static WebhookSecret Of(ReadOnlySpan<byte> key) =>
        key.Length is >= MinBytes and <= MaxBytes ? new WebhookSecret(key.ToArray()) : throw new ArgumentException($"A secret is {MinBytes} to {MaxBytes} bytes.", nameof(key));

    /// <summary>Reads a secret's text; false for any other text.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal) || !Base64.IsValid(text.AsSpan(Prefix.Length), out var bytes)
            || bytes is < MinBytes or > MaxBytes)
        {
            return false;
        }

        secret = new WebhookSecret(Convert.FromBase64String(text[Prefix.Length..]));
        return true;
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    /// <exception cref="FormatException">It is something else. The message holds nothing of it.</exception>
    public static WebhookSecret FromBytes(ReadOnlySpan<byte> bytes) =>
        TryParse(Encoding.ASCII.GetString(bytes), out var secret) ? secret : throw new FormatException("What is stored is not a webhook's secret.");

    /// <summary>What is sealed to be stored.</summary>
    public byte[] ToBytes() => Encoding.ASCII.GetBytes(Text);

    /// <summary>Never the secret.</summary>
    public override string ToString() => Prefix + "…";
}
