using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RelayKit.Outbox;
using RelayKit.Secrets;
using RelayKit.Tenants;

namespace RelayKit.Mail;

/// <summary>
/// Mails as messages of the outbox. Their bodies are sealed: addresses and tokens stand in them, and whoever has the database alone is to read neither. A mail of
/// no tenant's, such as the one that tells of a tenant's erasure, is sealed for the tenant of the empty id.
/// </summary>
public sealed class SealedMails(ISecretProtector protector, TimeProvider time)
{
    /// <summary>What the bodies are sealed for.</summary>
    public static readonly SecretPurpose Purpose = new("mail.body");

    /// <summary>All mail leaves by one way, so that there is one place for its order and pace.</summary>
    public const string Destination = "mail";

    /// <summary>A mail to one address.</summary>
    public OutboxMessage Seal(TenantId tenant, MailMessage mail) => new()
    {
        Id = IdOf(mail.Id),
        Kind = OutboxKinds.Mail,
        Destination = Destination,
        Tenant = tenant,
        Body = Seal(tenant, new MailEnvelope { Mail = mail }),
        CreatedAt = time.GetUtcNow(),
    };

    /// <summary>Mails of one tenant.</summary>
    public IReadOnlyList<OutboxMessage> Seal(TenantId tenant, params ReadOnlySpan<MailMessage> mails)
    {
        var messages = new List<OutboxMessage>(mails.Length);
        foreach (var mail in mails)
        {
            messages.Add(Seal(tenant, mail));
        }

        return messages;
    }

    /// <summary>A mail to the owners of a tenant, who are looked up when it is sent.</summary>
    public OutboxMessage Seal(OwnerMail mail) => new()
    {
        Id = IdOf($"owners/{mail.Fact}"),
        Kind = OutboxKinds.Mail,
        Destination = Destination,
        Tenant = mail.Tenant,
        Body = Seal(mail.Tenant, new MailEnvelope { Owners = mail }),
        CreatedAt = time.GetUtcNow(),
    };

    /// <summary>Opens a message that has a body.</summary>
    /// <exception cref="SecretUnreadableException">It was changed, or its key is lost.</exception>
    /// <exception cref="JsonException">It is no mail.</exception>
    public MailEnvelope Open(OutboxMessage message) =>
        JsonSerializer.Deserialize(protector.Unprotect(Purpose, message.Tenant, message.Body.ToArray()), MailJson.Default.MailEnvelope)
        ?? throw new JsonException("The mail is empty.");

    /// <summary>The id of the outbox's message for a mail: the same for the same mail, whoever adds it and when.</summary>
    private static Guid IdOf(string mailId) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"mail/{mailId}")).AsSpan(0, 16), bigEndian: true);

    private byte[] Seal(TenantId tenant, MailEnvelope envelope) =>
        protector.Protect(Purpose, tenant, JsonSerializer.SerializeToUtf8Bytes(envelope, MailJson.Default.MailEnvelope));
}
