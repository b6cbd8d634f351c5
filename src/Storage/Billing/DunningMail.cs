using System.Globalization;
using RelayKit.Billing;
using RelayKit.Mail;
using RelayKit.Mail.Templates;
using RelayKit.Tenants;

namespace RelayKit.Storage.Billing;

/// <summary>What a tenant's owners, and who sees to its bills, are told of a payment that does not come.</summary>
internal static class DunningMail
{
    /// <summary>One change of stage is one mail to each of them, however often it is handed over.</summary>
    public static OwnerMail Of(TenantId tenant, DunningStanding standing, DunningTimes times)
    {
        var changesAt = Dunning.ChangesAt(standing, times);
        var content = standing.Stage switch
        {
            DunningStage.PastDue => BillingMailTemplates.PaymentFailed(null, null, null, changesAt, null),
            DunningStage.Grace => BillingMailTemplates.JoinsStopped(null, null, changesAt, null),
            DunningStage.Suspended => BillingMailTemplates.SuspendedUnpaid(),
            _ => BillingMailTemplates.PaymentReceived(null, null),
        };
        return new OwnerMail(tenant, string.Create(CultureInfo.InvariantCulture, $"{content.Kind}/{tenant}/{standing.Number}"), content) { ForBilling = true };
    }
}
