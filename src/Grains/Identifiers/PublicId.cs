using System.Buffers.Binary;

namespace RelayKit.Identifiers;

/// <summary>
/// The form that identifiers take outside: a type prefix, an underscore and 26 characters of Crockford base32,
/// e.g. <c>ses_06ec8k7z5hj0a8v2q7w3x9y1zc</c>. Since the value is a UUIDv7, ids of one type sort by creation.
/// </summary>
public static class PublicId
{
    /// <summary>Prefix of a tenant.</summary>
    public const string Tenant = "ten";

    /// <summary>Prefix of an API key's record (never of the secret itself).</summary>
    public const string ApiKey = "key";

    /// <summary>Prefix of a session: one life of a room.</summary>
    public const string Session = "ses";

    /// <summary>Prefix of a participant session: one connection of one identity.</summary>
    public const string ParticipantSession = "psn";

    /// <summary>Prefix of an ingress: a place where a stream from outside comes in.</summary>
    public const string Ingress = "ing";

    /// <summary>Prefix of an event in a tenant's log.</summary>
    public const string Event = "evt";

    /// <summary>Prefix of a recording.</summary>
    public const string Recording = "rec";

    /// <summary>Prefix of a stream that goes out.</summary>
    public const string Stream = "str";

    /// <summary>Prefix of an account: a person who can sign in.</summary>
    public const string Account = "acc";

    /// <summary>Prefix of an account's session: a browser that is signed in.</summary>
    public const string AccountSession = "asn";

    /// <summary>Prefix of an invitation.</summary>
    public const string Invitation = "inv";

    /// <summary>Prefix of one HTTP request.</summary>
    public const string Request = "req";

    /// <summary>Prefix of an entry of the audit log.</summary>
    public const string AuditEntry = "aud";

    /// <summary>Prefix of an export of all that is kept of a tenant.</summary>
    public const string Export = "exp";

    /// <summary>Prefix of the deletion of a tenant.</summary>
    public const string Deletion = "del";

    /// <summary>Prefix of the erasure of one end user.</summary>
    public const string Erasure = "ers";

    /// <summary>Prefix of a message of the operator's to every account.</summary>
    public const string Notice = "ntc";

    /// <summary>Prefix of an address to which mail has stopped.</summary>
    public const string MailSuppression = "msp";

    /// <summary>Prefix of one time that a rule about abuse acted.</summary>
    public const string AbuseIncident = "abu";

    /// <summary>Prefix of a place where a tenant's files are.</summary>
    public const string Storage = "sto";

    /// <summary>Prefix of an address that a tenant has events sent to.</summary>
    public const string WebhookEndpoint = "whe";

    /// <summary>Prefix of the delivery of one event to one endpoint.</summary>
    public const string WebhookDelivery = "dlv";

    /// <summary>Prefix of a message that is to leave the system.</summary>
    public const string OutboxMessage = "msg";

    /// <summary>Prefix of an invoice, and of the draft of one.</summary>
    public const string Invoice = "ivc";

    /// <summary>Writes <paramref name="id"/> with its type's prefix.</summary>
    public static string Format(string prefix, Guid id) =>
        string.Create(prefix.Length + 1 + CrockfordBase32.Length, (prefix, id), static (span, state) =>
        {
            state.prefix.CopyTo(span);
            span[state.prefix.Length] = '_';
            Span<byte> bytes = stackalloc byte[16];
            state.id.TryWriteBytes(bytes, bigEndian: true, out _);
            CrockfordBase32.Encode(BinaryPrimitives.ReadUInt128BigEndian(bytes), span[(state.prefix.Length + 1)..]);
        });

    /// <summary>Reads an id of the type that <paramref name="prefix"/> names; false for another type or any other spelling.</summary>
    public static bool TryParse(string prefix, ReadOnlySpan<char> text, out Guid id)
    {
        id = Guid.Empty;
        if (text.Length != prefix.Length + 1 + CrockfordBase32.Length
            || !text.StartsWith(prefix, StringComparison.Ordinal)
            || text[prefix.Length] != '_'
            || !CrockfordBase32.TryDecode(text[(prefix.Length + 1)..], out var value))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        id = new Guid(bytes, bigEndian: true);
        return true;
    }
}
