using System.Text;
using Microsoft.Extensions.Options;
using RelayKit.Accounts;

namespace RelayKit.Api.Accounts.Passwords;

/// <summary>
/// Makes and checks hashes of passwords: plain bcrypt (<c>$2a$</c>), as other services have it, so that people can be moved there and back.
/// bcrypt reads 72 bytes; nothing longer gets to it.
/// </summary>
internal sealed class PasswordHashes
{
    private readonly PasswordWorkers _workers;
    private readonly int _cost;

    /// <summary>The hash of a password that nobody has: what an unknown address is checked against, so that it takes as long as a known one.</summary>
    private readonly Lazy<string> _nobodys;

    public PasswordHashes(PasswordWorkers workers, IOptions<AccountOptions> options)
        : this(workers, options.Value.PasswordCost)
    {
    }

    /// <param name="workers">Who does the work.</param>
    /// <param name="cost">bcrypt's cost.</param>
    internal PasswordHashes(PasswordWorkers workers, int cost)
    {
        _workers = workers;
        _cost = cost;
        _nobodys = new Lazy<string>(() => BCrypt.Net.BCrypt.HashPassword(SecretToken.Generate(), _cost));

        // Made ahead: the first unknown address is not to take longer than the others.
        _ = workers.DoAsync(() => _nobodys.Value);
    }

    /// <summary>The hash of a new password.</summary>
    /// <exception cref="ArgumentException">It is longer than bcrypt reads: the caller has not asked <see cref="PasswordRules"/>.</exception>
    public Task<Result<string>> HashAsync(string password) => Encoding.UTF8.GetByteCount(password) <= PasswordRules.MaxBytes
        ? _workers.DoAsync(() => BCrypt.Net.BCrypt.HashPassword(password, _cost))
        : throw new ArgumentException("A password is at most 72 bytes.", nameof(password));

    /// <summary>Whether a password is the one of a hash; takes as long where there is no hash, or the password cannot be it.</summary>
    /// <param name="password">The password.</param>
    /// <param name="hash">The hash; null where nobody has the address.</param>
    public Task<Result<bool>> VerifyAsync(string password, string? hash)
    {
        var fits = Encoding.UTF8.GetByteCount(password) <= PasswordRules.MaxBytes && !password.Contains('\0', StringComparison.Ordinal);
        var asked = fits ? password : "";
        return _workers.DoAsync(() => BCrypt.Net.BCrypt.Verify(asked, hash ?? _nobodys.Value) && fits && hash is not null);
    }

    /// <summary>Whether a hash costs less than a new one.</summary>
    public bool IsCheap(string hash) => BCrypt.Net.BCrypt.PasswordNeedsRehash(hash, _cost);
}
