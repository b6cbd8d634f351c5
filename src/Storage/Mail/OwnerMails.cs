using System.Text.Json;
using RelayKit.Accounts;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Outbox;

namespace RelayKit.Storage.Mail;

/// <summary>Finds out who a mail to the owners of a tenant goes to, and what one of an event says.</summary>
internal sealed class OwnerMails(PostgresDataSources sources, IAccountStore accounts, SealedMails mails)
{
    private const string SelectEvent = "select type, data::text from events where tenant_id = $1 and event_id = $2";

    /// <summary>What the owners are told of an event; null where it is nothing, or the event is no longer kept.</summary>
    /// <param name="message">The outbox's message, whose subject is the event.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<OwnerMail?> OfEventAsync(OutboxMessage message, CancellationToken cancellation)
    {
        if (message.Subject is not { } id)
        {
            return null;
        }

        await using var command = sources.Jobs.CreateCommand(SelectEvent);
        command.Parameters.AddWithValue(message.Tenant.Value);
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return null;
        }

        using var data = JsonDocument.Parse(reader.GetString(1));
        return EventMails.Of(reader.GetString(0), data.RootElement) is { } content
            ? new OwnerMail(message.Tenant, $"{content.Kind}/{PublicId.Format(PublicId.Event, id)}", content)
            : null;
    }

    /// <summary>A mail to each of the owners; none where the tenant has no accounts.</summary>
    public async Task<IReadOnlyCollection<OutboxMessage>> AddressAsync(OwnerMail mail, CancellationToken cancellation) =>
    [
        .. (await accounts.ListAsync(mail.Tenant, cancellation)).Accounts
            .Where(account => OwnerMail.IsFor(account.Role, mail.ForBilling))
            .Select(account => mails.Seal(mail.Tenant, mail.Content.To(account.Email.Text, $"{mail.Fact}/{account.Id}"))),
    ];
}
