using RelayKit.Accounts;
using RelayKit.Supabase;

namespace RelayKit.Silo.Accounts;

/// <summary>
/// Moves the accounts whose passwords RelayKit keeps to Supabase Auth, with their hashes: nobody has to set a new password. Run again, it goes on with those
/// that are left.
/// </summary>
internal sealed class AccountExport(IAccountMoveStore accounts, GoTrueClient goTrue)
{
    private const string From = "built_in";
    private const string To = "supabase";
    private const int PageSize = 200;

    public async Task<MoveReport> RunAsync(CancellationToken cancellation)
    {
        var moved = 0;
        List<(AccountId, string)> left = [];
        AccountId? after = null;
        while (await accounts.ListAsync(From, after, PageSize, cancellation) is { Count: > 0 } page)
        {
            foreach (var record in page)
            {
                if (await MoveAsync(record, cancellation) is { } why)
                {
                    left.Add((record.Account.Id, why));
                }
                else
                {
                    moved++;
                }
            }

            after = page[^1].Account.Id;
        }

        return new MoveReport(moved, left, 0);
    }

    /// <summary>Null when the account has moved, else why it has not.</summary>
    private async Task<string?> MoveAsync(PasswordRecord record, CancellationToken cancellation)
    {
        var (account, hash) = record;
        if (!PasswordHashForm.IsBcrypt(hash))
        {
            return "it has no password's hash that Supabase reads";
        }

        var made = await goTrue.CreateUserAsync(
            new NewGoTrueUser(account.Id.Value, account.Email.Text, null, hash, account.EmailVerifiedAt is not null), cancellation);
        var (user, why) = made.IsSuccess ? (made.Value, null)
            : made.Error == GoTrueError.EmailExists ? await FindAsync(account, cancellation)
            : (null, "Supabase refused it");
        return user is null ? why
            : await accounts.MoveAsync(account, To, user.Id.ToString("D"), null, cancellation) is null ? "it was changed meanwhile, or another account has that user"
            : null;
    }

    /// <summary>The user that an earlier run has made; or one of the same address, where both sides have seen mail arrive there.</summary>
    private async Task<(GoTrueUser? User, string? Why)> FindAsync(Account account, CancellationToken cancellation)
    {
        if (await goTrue.FindUserAsync(account.Id.Value, cancellation) is { } own)
        {
            return (own, null);
        }

        return await goTrue.FindUserByEmailAsync(account.Email.Text, cancellation) is { EmailConfirmedAt: not null } other && account.EmailVerifiedAt is not null
            ? (other, null)
            : (null, "Supabase has a user of its address already, and the address is not verified on both sides");
    }
}
