namespace RelayKit.Client;

/// <summary>Plans, payment, invoices that open into sessions, and statements for the tenant's own customers.</summary>
public sealed class BillingCalls
{
    private readonly Transport _transport;

    internal BillingCalls(Transport transport) => _transport = transport;

    /// <summary>The plans that may be chosen, and the tenant's own.</summary>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<Plan> ListPlansAsync(CancellationToken cancellation = default) => _transport.AllAsync<Page<Plan>, Plan>(
        static _ => ApiCall.Get("listPlans", "v1/billing/plans"), ClientJson.Default.PagePlan, cancellation);

    /// <summary>The tenant's plan, and how payment stands.</summary>
    /// <param name="cancellation">Gives up.</param>
    public Task<Subscription> GetSubscriptionAsync(CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getSubscription", "v1/billing/subscription"), ClientJson.Default.Subscription, cancellation);

    /// <summary>A page of the payment provider's on which to subscribe.</summary>
    /// <param name="checkout">To which plan, and where the page leads.</param>
    /// <param name="idempotencyKey">Makes repetitions one; left out, one is made.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ProviderPage> CheckoutAsync(Checkout checkout, string? idempotencyKey = null, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("createCheckout", "v1/billing/checkout", checkout, ClientJson.Default.Checkout, idempotencyKey), ClientJson.Default.ProviderPage, cancellation);

    /// <summary>A page of the payment provider's on which to change cards and cancel.</summary>
    /// <param name="portal">Where the page leads back to.</param>
    /// <param name="idempotencyKey">Makes repetitions one; left out, one is made.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ProviderPage> PortalAsync(Portal portal, string? idempotencyKey = null, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("createPortal", "v1/billing/portal", portal, ClientJson.Default.Portal, idempotencyKey), ClientJson.Default.ProviderPage, cancellation);

    /// <summary>Invoices, the newest first; the month that runs is the first, as a draft.</summary>
    /// <param name="pageSize">How many are read at once, 1 to 100; left out, what the server takes.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<Invoice> ListInvoicesAsync(int? pageSize = null, CancellationToken cancellation = default) => _transport.AllAsync<Page<Invoice>, Invoice>(
        cursor => ApiCall.Get("listInvoices", "v1/billing/invoices" + new QueryText().Add("limit", pageSize).Add("cursor", cursor)),
        ClientJson.Default.PageInvoice,
        cancellation);

    /// <summary>One invoice.</summary>
    /// <param name="invoice">Its id: <c>ivc_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Invoice> GetInvoiceAsync(string invoice, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Get("getInvoice", $"v1/billing/invoices/{PathSegment.Of(invoice, nameof(invoice))}"), ClientJson.Default.Invoice, cancellation);

    /// <summary>The sessions that a line of an invoice is added up from, the next page only when it is wanted.</summary>
    /// <param name="invoice">The invoice's id: <c>ivc_…</c>.</param>
    /// <param name="line">The line's name, such as <c>participant_minutes</c>.</param>
    /// <param name="pageSize">How many are read at once, 1 to 100; left out, what the server takes.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<BilledSession> ListInvoiceSessionsAsync(
        string invoice, string line, int? pageSize = null, CancellationToken cancellation = default) => _transport.AllAsync<InvoiceSessions, BilledSession>(
            cursor => SessionsCall(invoice, line, pageSize, cursor), ClientJson.Default.InvoiceSessions, cancellation);

    /// <summary>One page of them, which also says what they and the adjustments add up to.</summary>
    /// <param name="invoice">The invoice's id: <c>ivc_…</c>.</param>
    /// <param name="line">The line's name, such as <c>participant_minutes</c>.</param>
    /// <param name="pageSize">How many, 1 to 100; left out, what the server takes.</param>
    /// <param name="cursor">The <see cref="InvoiceSessions.NextCursor"/> of the page before; null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<InvoiceSessions> GetInvoiceSessionsAsync(
        string invoice, string line, int? pageSize = null, string? cursor = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(SessionsCall(invoice, line, pageSize, cursor), ClientJson.Default.InvoiceSessions, cancellation);

    /// <summary>What whoever has a label has used in a month.</summary>
    /// <param name="label">The label, as <c>name=value</c>.</param>
    /// <param name="period">The month, such as <c>2026-11</c>; left out, the one that runs.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<LabelStatement> GetStatementAsync(string label, string? period = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(StatementCall(label, period, null), ClientJson.Default.LabelStatement, cancellation);

    /// <summary>The same as a file, to be passed on as it is.</summary>
    /// <param name="label">The label, as <c>name=value</c>.</param>
    /// <param name="period">The month, such as <c>2026-11</c>; left out, the one that runs.</param>
    /// <param name="format">How it is written; left out, PDF.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<StatementFile> OpenStatementAsync(
        string label, string? period = null, StatementFormat? format = null, CancellationToken cancellation = default) =>
        new(await _transport.OpenAsync(StatementCall(label, period, format ?? StatementFormat.Pdf), cancellation).ConfigureAwait(false));

    private static ApiCall SessionsCall(string invoice, string line, int? pageSize, string? cursor) => ApiCall.Get(
        "listInvoiceSessions",
        $"v1/billing/invoices/{PathSegment.Of(invoice, nameof(invoice))}/lines/{PathSegment.Of(line, nameof(line))}/sessions"
        + new QueryText().Add("limit", pageSize).Add("cursor", cursor));

    private static ApiCall StatementCall(string label, string? period, StatementFormat? format) =>
        ApiCall.Get("getStatement", "v1/billing/statements" + new QueryText().Add("label", label).Add("period", period).Add("format", format)) with
        {
            Accept = format is { } file ? (file == StatementFormat.Csv ? "text/csv" : "application/pdf") : "application/json",
        };
}
