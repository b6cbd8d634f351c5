using RelayKit.Mail;
using RelayKit.Mail.Templates;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Mail.Templates;

/// <summary>Every template, with data that stay the same.</summary>
internal static class Templates
{
    private static readonly DateTimeOffset At = new(2026, 11, 27, 12, 30, 0, TimeSpan.Zero);

    private static readonly TokenInMail Token = new("0Yv3bTq4V6p1mKc8Jr2sXw9zLh5nDf7gQa1eUo0iBtE", At.AddDays(3), "https://console.example.com");

    private static readonly TenantId Tenant = new(Guid.Parse("0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"));

    public static IReadOnlyDictionary<string, MailContent> All { get; } = new Dictionary<string, MailContent>
    {
        ["verify-email"] = AccountMailTemplates.VerifyEmail(Token),
        ["verify-email-without-console"] = AccountMailTemplates.VerifyEmail(Token with { ConsoleUrl = null }),
        ["reset-password"] = AccountMailTemplates.ResetPassword(Token),
        ["change-email"] = AccountMailTemplates.ChangeEmail(Token),
        ["change-email-notice"] = AccountMailTemplates.ChangeEmailAsked(),
        ["email-changed"] = AccountMailTemplates.EmailChanged(),
        ["password-changed"] = AccountMailTemplates.PasswordChanged(),
        ["accept-invitation"] = AccountMailTemplates.Invitation(Token, "Müller & Söhne"),
        ["api-key-leaked"] = ApiKeyMailTemplates.Leaked("key_01arz3ndektsv4rrffq69g5fav", "rk_live_Ab3x…9fQz", "Backend <production>", "https://example.com/a/commit"),
        ["usage-threshold-reached"] = UsageMailTemplates.ThresholdReached(new BudgetInMail(80, 100_000, "no_new_joins", null, At, null)),
        ["usage-cap-reached"] = UsageMailTemplates.CapReached(new BudgetInMail(100, 5_000, "end", "customer=acme", At, At.AddMinutes(10))),
        ["payment-failed"] = BillingMailTemplates.PaymentFailed("INV-0042", "EUR 12.50", At.AddDays(7), "https://invoice.example.com/i/42"),
        ["payment-overdue"] = BillingMailTemplates.JoinsStopped("INV-0042", "EUR 12.50", At.AddDays(7), "https://invoice.example.com/i/42"),
        ["payment-received"] = BillingMailTemplates.PaymentReceived("INV-0042", "EUR 12.50"),
        ["payment-suspended"] = BillingMailTemplates.Suspended("INV-0042", "EUR 12.50", "https://invoice.example.com/i/42"),
        ["tenant-suspended"] = TenantMailTemplates.Suspended("The invoice INV-0042 is unpaid.\nWrite to <billing@example.com>.", At.AddHours(1)),
        ["tenant-resumed"] = TenantMailTemplates.Resumed(),
        ["webhook-endpoint-failing"] = WebhookMailTemplates.EndpointFailing(
            "whe_01arz3ndektsv4rrffq69g5fav", "hooks.example.com", At.AddDays(-1), At.AddDays(4)),
        ["webhook-endpoint-disabled"] = WebhookMailTemplates.EndpointDisabled(
            "whe_01arz3ndektsv4rrffq69g5fav", "hooks.example.com", At.AddDays(-5)),
        ["policy-change"] = NoticeMailTemplates.Notice(
            "policy-change", "Our privacy policy changes", "From January on we keep request logs for 14 days.\n\nBefore, it was 30.\nNothing else changes.", At.AddMonths(1)),
        ["export-ready"] = PrivacyMailTemplates.ExportReady("exp_01arz3ndektsv4rrffq69g5fav", At.AddDays(1)),
        ["deletion-scheduled"] = PrivacyMailTemplates.DeletionScheduled(Tenant, At.AddDays(30)),
        ["erasure"] = PrivacyMailTemplates.Erased(Tenant, $"eyJhbGciOiJFUzI1NiJ9.{new string('a', 500)}.{new string('b', 86)}"),
    };
}
