namespace RelayKit.Storage.Ledger;

/// <summary>A mode as a column has it. The two texts are made once, and not for each row.</summary>
internal static class ModeColumn
{
    private static readonly string Live = Mode.Live.Letter().ToString();
    private static readonly string Test = Mode.Test.Letter().ToString();

    public static string Of(Mode mode) => mode == Mode.Live ? Live : Test;

    public static Mode Read(string column) =>
        ModeText.TryParseLetter(column[0], out var mode) ? mode : throw new InvalidDataException("A mode is l or t.");
}
