using System.Globalization;
using RelayKit.Billing;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.Storage.Billing;

/// <summary>What a tenant's owners are told of a payment that does not come.</summary>
internal static class DunningMail
{
    /// <summary>One change of stage is one mail to each owner, however often it is handed over.</summary>
    public static MailMessage To(Guid account, string address, TenantId tenant, DunningStanding standing, DunningTimes times)
    {
        var kind = $"billing-{standing.Stage.Word().Replace('_', '-')}";
        var (subject, text) = Words(standing, times);
        return new MailMessage
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{kind}/{tenant}/{standing.Number}/{PublicId.Format(PublicId.Account, account)}"),
            Kind = kind,
            To = address,
            Subject = subject,
            Text = text,
        };
    }

    private static (string Subject, string Text) Words(DunningStanding standing, DunningTimes times) => standing.Stage switch
    {
        DunningStage.PastDue => (
            "A payment has failed",
            $"A payment of your organisation has failed or is overdue.\n\nNothing has changed yet. Please pay the open invoice, or change the card, before {Day(Dunning.ChangesAt(standing, times))}: after that nobody new can join your rooms.\n"),
        DunningStage.Grace => (
            "Nobody new can join your rooms",
            $"A payment of your organisation is overdue, so nobody new can join your rooms any more. Whoever is there stays.\n\nPlease pay the open invoice before {Day(Dunning.ChangesAt(standing, times))}: after that your organisation is suspended, and sessions are ended. As soon as it is paid, everything goes on.\n"),
        DunningStage.Suspended => (
            "Your organisation is suspended",
            "A payment of your organisation is overdue, so it is suspended: nobody can join your rooms, and sessions that go on are ended.\n\nAs soon as the open invoice is paid, everything goes on. Nothing was deleted.\n"),
        _ => (
            "Everything goes on",
            "What was overdue is paid. Thank you. Your rooms work as before.\n"),
    };

    private static string Day(DateTimeOffset? at) => at is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
        : "soon";
}
