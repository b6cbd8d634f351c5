using System.Globalization;

namespace RelayKit.Testing.Histories;

/// <summary>How many random histories a law is tried on: 1,000 in the suite, more with <c>./relaykit test --histories N</c>.</summary>
public static class HistoryCount
{
    public const string Variable = "RELAYKIT_HISTORIES";

    private const int InSuite = 1_000;

    public static int Value { get; } =
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            ? Math.Max(asked, InSuite)
            : InSuite;
}
