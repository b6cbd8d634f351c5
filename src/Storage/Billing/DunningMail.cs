using System.Globalization;
using RelayKit.Billing;
using RelayKit.Mail;
using RelayKit.Mail.Templates;
using RelayKit.Tenants;

namespace RelayKit.Storage.Billing;

/// <summary>What whoever pays for a tenant is told of a payment that does not come.</summary>
internal static class DunningMail
{
    /// <summary>One change of stage is one mail to each of them, however often it is handed over.</summary>
    public static OwnerMail Of(TenantId tenant, DunningStanding standing, OpenInvoice? invoice, DunningTimes times) => new(
        tenant,
        string.Create(CultureInfo.InvariantCulture, $"billing-{standing.Stage.Word().Replace('_', '-')}/{tenant}/{standing.Number}"),
        Words(standing, invoice, Dunning.ChangesAt(standing, times)))
    {
        ForBilling = true,
    };

    private static MailContent Words(DunningStanding standing, OpenInvoice? invoice, DateTimeOffset? changesAt) => standing.Stage switch
    {
        DunningStage.PastDue => BillingMailTemplates.PaymentFailed(invoice?.Number, invoice?.Amount, changesAt, invoice?.Url),
        DunningStage.Grace => BillingMailTemplates.JoinsStopped(invoice?.Number, invoice?.Amount, changesAt, invoice?.Url),
        DunningStage.Suspended => BillingMailTemplates.Suspended(invoice?.Number, invoice?.Amount, invoice?.Url),
        _ => BillingMailTemplates.PaymentReceived(null, null),
    };
}
