using RelayKit.Accounts;

namespace RelayKit.Silo.Accounts;

/// <summary>What came of moving accounts.</summary>
/// <param name="Moved">How many have moved.</param>
/// <param name="Left">Which stay where they are, and why. By id alone.</param>
/// <param name="Unknown">Lines of a file that are about nobody here.</param>
internal sealed record MoveReport(int Moved, IReadOnlyList<(AccountId Account, string Why)> Left, int Unknown);
