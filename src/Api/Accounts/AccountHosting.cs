using RelayKit.Accounts;
using RelayKit.Api.Accounts.Passwords;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Accounts.Supabase;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Idempotency;
using RelayKit.Api.RateLimiting;
using RelayKit.Supabase;

namespace RelayKit.Api.Accounts;

/// <summary>Puts accounts into a process.</summary>
internal static class AccountHosting
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccountOptions>().BindConfiguration(AccountOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<MailedTokens>();
        services.AddProvider(configuration);
        services.AddSingleton<AccountDirectory>();
        services.AddSingleton<AccountLimiter>();
        services.AddSingleton<AccountMails>();
        services.AddSingleton<MailErrands>();
        services.AddHostedService(static provider => provider.GetRequiredService<MailErrands>());
        services.AddSingleton<NewAccounts>();
        services.AddSingleton<SessionCache>();
        services.AddSingleton<AccountSessions>();
        services.AddSingleton<SessionFilter>();
        return services;
    }

    /// <summary>Whatever else is configured is refused when the settings are checked.</summary>
    private static void AddProvider(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[$"{AuthOptions.Section}:{nameof(AuthOptions.Provider)}"] == AuthOptions.Supabase)
        {
            services.AddSupabaseAuth();
            services.AddSingleton<IIdentityProvider, SupabaseProvider>();
            services.AddSingleton<SupabaseBearer>();
            return;
        }

        services.AddSingleton<PasswordWorkers>();
        services.AddSingleton<PasswordHashes>();
        services.AddSingleton<IIdentityProvider, BuiltInProvider>();
    }

    /// <summary>Maps <c>/v1/auth</c>, <c>/v1/me</c>, <c>/v1/accounts</c> and <c>/v1/invitations</c>.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var anybody = app.MapGroup("/v1/auth").TakeAddressPoints().TakeIdempotencyKeys();
        var signedIn = app.MapGroup("/v1").NeedSession().TakePoints().TakeIdempotencyKeys().Audited().WithMetadata(RequiredKey.Session);
        var credentials = signedIn.MapGroup("/auth");
        SignUpEndpoints.Map(anybody);
        SignInEndpoints.Map(anybody, credentials);
        CredentialEndpoints.Map(anybody, credentials);
        MeEndpoints.Map(signedIn);
        TeamEndpoints.Map(signedIn);
        InvitationEndpoints.Map(signedIn);
    }
}
