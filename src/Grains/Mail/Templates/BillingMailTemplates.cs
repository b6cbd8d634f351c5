namespace RelayKit.Mail.Templates;

/// <summary>
/// Mails about payments. The invoice and its amount, with its currency, are null where nobody knows them: an operator without a provider says by hand that a
/// payment is overdue.
/// </summary>
public static class BillingMailTemplates
{
    /// <summary>To owners and billing: a payment has failed.</summary>
    /// <param name="invoice">The invoice's number.</param>
    /// <param name="amount">What is due, e.g. <c>EUR 12.50</c>.</param>
    /// <param name="joinsEndAt">From when on nobody can join, unless it is paid; null where that is not known yet.</param>
    /// <param name="payAt">Where it can be paid; null where the console says.</param>
    public static MailContent PaymentFailed(string? invoice, string? amount, DateTimeOffset? joinsEndAt, string? payAt) =>
        new MailDraft("payment-failed", "A payment has failed")
            .Say("A payment for RelayKit did not go through. Everything goes on for now.")
            .Facts(("Invoice", invoice), ("Amount", amount), ("Joining stops", joinsEndAt?.Text()))
            .Action("Pay the invoice", payAt)
            .Say("Look whether the payment method is still good. Once it is paid, nothing else needs to be done.")
            .Build();

    /// <summary>To owners and billing: the grace is over, and nobody new can join.</summary>
    /// <param name="invoice">The invoice's number.</param>
    /// <param name="amount">What is due.</param>
    /// <param name="suspendedAt">When the tenant is suspended, unless it is paid; null where that is not known.</param>
    /// <param name="payAt">Where it can be paid; null where the console says.</param>
    public static MailContent JoinsStopped(string? invoice, string? amount, DateTimeOffset? suspendedAt, string? payAt) =>
        new MailDraft("payment-overdue", "Nobody new can join until the invoice is paid")
            .Say("A payment for RelayKit is overdue, and its grace is over. Sessions that go on are not ended; nobody new can join.")
            .Facts(("Invoice", invoice), ("Amount", amount), ("Suspension", suspendedAt?.Text()))
            .Action("Pay the invoice", payAt)
            .Say("Once it is paid, joining works again at once.")
            .Build();

    /// <summary>To owners and billing: the tenant is suspended.</summary>
    /// <param name="invoice">The invoice's number.</param>
    /// <param name="amount">What is due.</param>
    /// <param name="payAt">Where it can be paid; null where the console says.</param>
    public static MailContent Suspended(string? invoice, string? amount, string? payAt) =>
        new MailDraft("payment-suspended", "Your tenant is suspended until the invoice is paid")
            .Say("A payment for RelayKit is still overdue, so nobody can join your rooms, and sessions that go on are ended. Nothing was deleted.")
            .Facts(("Invoice", invoice), ("Amount", amount))
            .Action("Pay the invoice", payAt)
            .Say("Once it is paid, everything goes on at once.")
            .Build();

    /// <summary>To owners and billing: what was due is paid.</summary>
    /// <param name="invoice">The invoice's number.</param>
    /// <param name="amount">What was paid.</param>
    public static MailContent PaymentReceived(string? invoice, string? amount) => new MailDraft("payment-received", "Your payment has arrived")
        .Say("What was due is paid, and everything works again.")
        .Facts(("Invoice", invoice), ("Amount", amount))
        .Build();
}
