using RelayKit.Accounts;

namespace RelayKit.Api.Accounts.Sessions;

/// <summary>Who is signed in; there only where the request was let in by its session.</summary>
/// <param name="Account">The account.</param>
/// <param name="Session">The session's id; null where a provider's token let the request in.</param>
internal sealed record CurrentAccount(Account Account, Guid? Session)
{
    /// <summary>Whoever is signed in; null for a request with a key.</summary>
    public static CurrentAccount? Find(HttpContext context) => context.Features.Get<CurrentAccount>();

    /// <summary>Whoever is signed in, on a route that asks for a session.</summary>
    public static CurrentAccount Of(HttpContext context) =>
        Find(context) ?? throw new InvalidOperationException("The route is outside the groups that ask for a session.");
}
