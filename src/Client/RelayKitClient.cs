namespace RelayKit.Client;

/// <summary>
/// RelayKit's API for a tenant's backend. One instance serves any number of threads for as long as the process lives. What does not succeed ends in a
/// <see cref="RelayKitException"/>; what the caller gives up, in an <see cref="OperationCanceledException"/>.
/// </summary>
public sealed class RelayKitClient : IDisposable
{
    private readonly HttpClient? _own;
    private readonly Uri _address;

    /// <summary>A client with connections of its own.</summary>
    /// <param name="options">Where RelayKit is and by which key it is called.</param>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    public RelayKitClient(RelayKitClientOptions options)
        : this(options, MakeHttp(), isOwn: true)
    {
    }

    /// <summary>
    /// A client on an <see cref="HttpClient"/> that the caller made, and keeps: its handler decides about TLS, proxies and redirects. A handler that
    /// follows redirects takes the key out before it does; better it follows none.
    /// </summary>
    /// <param name="options">Where RelayKit is and by which key it is called.</param>
    /// <param name="http">Makes the requests. Its <see cref="HttpClient.Timeout"/> holds for each attempt, besides the options'.</param>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    public RelayKitClient(RelayKitClientOptions options, HttpClient http)
        : this(options, http, isOwn: false)
    {
    }

    private RelayKitClient(RelayKitClientOptions options, HttpClient http, bool isOwn)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        var transport = new Transport(http, options);
        _own = isOwn ? http : null;
        _address = options.BaseAddress;
        Rooms = new RoomCalls(transport);
        Tokens = new TokenCalls(transport);
        Participants = new ParticipantCalls(transport);
        Sessions = new SessionCalls(transport);
        Usage = new UsageCalls(transport);
        Tenant = new TenantCalls(transport);
        Storage = new StorageCalls(transport);
        Roles = new RoleCalls(transport);
        Limits = new LimitCalls(transport);
        Events = new EventCalls(transport);
        Recordings = new RecordingCalls(transport);
        Streams = new StreamCalls(transport);
        Ingress = new IngressCalls(transport);
        Webhooks = new WebhookCalls(transport);
        ApiKeys = new ApiKeyCalls(transport);
        RequestLogs = new RequestLogCalls(transport);
        AuditLog = new AuditLogCalls(transport);
        Billing = new BillingCalls(transport);
        Privacy = new PrivacyCalls(transport);
    }

    /// <summary>Rooms.</summary>
    public RoomCalls Rooms { get; }

    /// <summary>Join tokens.</summary>
    public TokenCalls Tokens { get; }

    /// <summary>Who is in a room, who was, and what is done to them.</summary>
    public ParticipantCalls Participants { get; }

    /// <summary>What went on in rooms.</summary>
    public SessionCalls Sessions { get; }

    /// <summary>The live meter, and usage over time.</summary>
    public UsageCalls Usage { get; }

    /// <summary>The tenant's settings.</summary>
    public TenantCalls Tenant { get; }

    /// <summary>Where recordings go.</summary>
    public StorageCalls Storage { get; }

    /// <summary>Roles that join tokens are minted by.</summary>
    public RoleCalls Roles { get; }

    /// <summary>Limits, and what is used of them.</summary>
    public LimitCalls Limits { get; }

    /// <summary>The tenant's event log.</summary>
    public EventCalls Events { get; }

    /// <summary>Recordings.</summary>
    public RecordingCalls Recordings { get; }

    /// <summary>Streams that go out.</summary>
    public StreamCalls Streams { get; }

    /// <summary>Where streams from outside come in.</summary>
    public IngressCalls Ingress { get; }

    /// <summary>Where the tenant has its events sent.</summary>
    public WebhookCalls Webhooks { get; }

    /// <summary>The tenant's API keys.</summary>
    public ApiKeyCalls ApiKeys { get; }
    /// <summary>The requests that the tenant made.</summary>
    public RequestLogCalls RequestLogs { get; }

    /// <summary>Who has changed what about the tenant.</summary>
    public AuditLogCalls AuditLog { get; }

    /// <summary>Plans, payment, invoices and statements.</summary>
    public BillingCalls Billing { get; }

    /// <summary>Privacy rights: export, erasure, deletion.</summary>
    public PrivacyCalls Privacy { get; }

    /// <summary>Says where RelayKit is, and not by which key it is called.</summary>
    public override string ToString() => $"{nameof(RelayKitClient)} of {_address}";

    /// <summary>Closes the connections that are the client's own.</summary>
    public void Dispose() => _own?.Dispose();

    /// <summary>Connections are made anew now and then, so that a change in DNS is noticed.</summary>
    private static HttpClient MakeHttp() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
