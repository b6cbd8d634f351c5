using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Access;
using RelayKit.Accounts;
using RelayKit.Api.Abuse;
using RelayKit.Api.Access;
using RelayKit.Api.Accounts;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.ApiKeys;
using RelayKit.Api.Authentication;
using RelayKit.Api.Forwarding;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.RequestLogs;
using RelayKit.Api.Requests;
using RelayKit.ApiKeys;
using RelayKit.Mail;
using RelayKit.Tenants;
using RelayKit.UnitTests.Api.RateLimiting;
using RelayKit.UnitTests.Mail;
using RelayKit.UnitTests.Supabase;

namespace RelayKit.UnitTests.Api.Accounts;

/// <summary>A few routes of a tenant behind the real filters, over HTTP, with a played Supabase behind them.</summary>
internal sealed class BearerApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private BearerApi(GoTrueDouble played)
    {
        Supabase = played;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(played.Settings());
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(Time);
        services.AddRequestLogging();
        services.AddSingleton<IApiKeyStore>(Keys);
        services.AddApiKeys();
        services.AddSingleton<ITenantStore>(new NoTenants());
        services.AddTrustedProxies();
        services.AddRateLimits();
        services.AddSingleton<ActivityCounters>();
        services.AddSingleton<BlockedAddresses>();
        services.AddAccounts(builder.Configuration);
        services.OnlyCall(played);
        services.AddSingleton<IAccountStore>(Accounts);
        services.AddSingleton<IAccountTokenStore>(Accounts);
        services.AddSingleton<IAccountMoveStore>(Accounts);
        services.AddSingleton<IAccountSessionStore>(new NoSessions(Accounts));
        services.AddSingleton<IMailOutbox>(new KeptMails());
        services.AddSingleton<IMailSuppressionStore>(new SuppressionsInMemory());
        _app = builder.Build();
        Map();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    public GoTrueDouble Supabase { get; }

    public AccountsInMemory Accounts { get; } = new();

    public PlayedKeys Keys { get; } = new();

    public static async Task<BearerApi> StartAsync()
    {
        var api = new BearerApi(await GoTrueDouble.StartAsync());
        await api._app.StartAsync();
        return api;
    }

    /// <summary>An account that Supabase keeps.</summary>
    public async Task<Account> AddAsync(string email = "ada@example.com", AccountRole role = AccountRole.Owner, string provider = "supabase", bool isVerified = true)
    {
        var id = new AccountId(Guid.CreateVersion7());
        var account = new Account
        {
            Id = id,
            Tenant = new TenantId(Guid.CreateVersion7()),
            Email = EmailAddress.Parse(email),
            EmailVerifiedAt = isVerified ? Time.GetUtcNow() : null,
            Name = "",
            Role = role,
            Provider = provider,
            Subject = provider == "supabase" ? id.Value.ToString("D") : id.ToString(),
            CreatedAt = Time.GetUtcNow(),
        };
        Assert.True(await Accounts.AddAsync(account, null, CancellationToken.None));
        return account;
    }

    /// <summary>A good token of a user.</summary>
    public string Token(Guid subject) => Supabase.Key.Sign(ClaimsOf(subject));

    public System.Text.Json.Nodes.JsonObject ClaimsOf(Guid subject) => Claims.Of(Time.GetUtcNow(), subject, Supabase.Issuer);

    public async Task<LimitedAnswer> SendAsync(HttpMethod method, string path, string? token, string? cookie = null)
    {
        using var request = new HttpRequestMessage(method, _app.Urls.Single() + path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request);
        return await LimitedAnswer.ReadAsync(response);
    }

    public Task<LimitedAnswer> GetAsync(string? token, string path = "/v1/things") => SendAsync(HttpMethod.Get, path, token);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await Supabase.DisposeAsync();
    }

    private void Map()
    {
        _app.UseTrustedProxies();
        _app.UseMiddleware<RequestIds>();
        _app.UseRouting();
        _app.UseProblems();
        MapTenant(_app.MapGroup("/v1").TakeSessions().AskForApiKey());
        MapAccount(_app.MapGroup("/v1").NeedSession());
    }

    private static void MapTenant(RouteGroupBuilder tenant)
    {
        tenant.MapGet("/things", Tell).Needs(Scope.RoomsRead);
        tenant.MapPost("/things", Tell).Needs(Scope.RoomsWrite);
        tenant.MapPost("/billing", Tell).Needs(Scope.BillingWrite);
    }

    private static void MapAccount(RouteGroupBuilder signedIn)
    {
        signedIn.MapGet("/me", Tell);
        signedIn.MapPost("/out", static async (HttpContext context, AccountSessions sessions) =>
        {
            await sessions.EndAsync(context);
            return Results.NoContent();
        });
        signedIn.MapPost("/out-everywhere", static async (HttpContext context, AccountSessions sessions) =>
        {
            await sessions.EndAllAsync(context, CurrentAccount.Of(context).Account, null);
            return Results.NoContent();
        });
    }

    private static IResult Tell(HttpContext context) => Results.Json(new
    {
        tenant = CurrentTenant.Of(context).Tenant.ToString(),
        account = CurrentAccount.Find(context)?.Account.Id.ToString(),
        mode = CurrentTenant.Of(context).Mode.ToString(),
    });

    private sealed class NoSessions(AccountsInMemory accounts) : IAccountSessionStore
    {
        public Task EndAllAsync(TenantId tenant, AccountId account, Guid? but, DateTimeOffset now, CancellationToken cancellation)
        {
            accounts.SignOut(account, now);
            return Task.CompletedTask;
        }

        public Task<SignedIn?> FindAsync(byte[] hash, CancellationToken cancellation) => Task.FromResult<SignedIn?>(null);

        public Task AddAsync(AccountSession session, byte[] hash, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<AccountSession>> ListAsync(TenantId tenant, AccountId account, CancellationToken cancellation) => throw new NotSupportedException();

        public Task TouchAsync(AccountSession used, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<bool> EndAsync(TenantId tenant, AccountId account, Guid session, CancellationToken cancellation) => throw new NotSupportedException();
    }

    private sealed class NoTenants : ITenantStore
    {
        public Task<Tenant?> FindAsync(TenantId tenant, CancellationToken cancellation) => throw new NotSupportedException();

        public Task CreateAsync(Tenant tenant, ApiKey firstKey, byte[] firstKeyHash, CancellationToken cancellation) => throw new NotSupportedException();

        public Task CreateAsync(Tenant tenant, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
