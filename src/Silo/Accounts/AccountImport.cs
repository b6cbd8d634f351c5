using System.Globalization;
using System.Text.Json;
using RelayKit.Accounts;

namespace RelayKit.Silo.Accounts;

/// <summary>
/// Takes the accounts that Supabase Auth keeps back, with their hashes, from a file of JSON lines of <c>auth.users</c>. RelayKit hashes anew, at its own cost,
/// when somebody signs in next. Run again with the same file, it changes nothing more.
/// </summary>
internal sealed class AccountImport(IAccountMoveStore moves, IAccountStore accounts)
{
    private const string From = "supabase";
    private const string To = "built_in";

    /// <exception cref="FormatException">A line is none of a user; the message says which, and has nothing of it.</exception>
    public async Task<MoveReport> RunAsync(TextReader lines, CancellationToken cancellation)
    {
        var (moved, unknown, number) = (0, 0, 0);
        List<(AccountId, string)> left = [];
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            var user = Read(line, number);
            if (await accounts.FindBySubjectAsync(From, user.Id.ToString("D"), cancellation) is not { } account)
            {
                unknown++;
            }
            else if (!PasswordHashForm.IsBcrypt(user.EncryptedPassword))
            {
                left.Add((account.Id, "its password's hash is none of bcrypt's: it has to set a new password"));
            }
            else if (await moves.MoveAsync(account, To, account.Id.ToString(), user.EncryptedPassword, cancellation) is null)
            {
                left.Add((account.Id, "it was changed meanwhile"));
            }
            else
            {
                moved++;
            }
        }

        return new MoveReport(moved, left, unknown);
    }

    private static ExportedUser Read(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ExportedUserJson.Default.ExportedUser) is { Id: var id } user && id != Guid.Empty ? user : throw Fault(number);
        }
        catch (JsonException)
        {
            // Without the fault: its message may quote the line.
            throw Fault(number);
        }
    }

    private static FormatException Fault(int number) => new(string.Create(
        CultureInfo.InvariantCulture, $"Line {number} is no JSON object with the fields id and encrypted_password of auth.users."));
}
