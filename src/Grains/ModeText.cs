namespace RelayKit;

/// <summary>The two spellings of <see cref="Mode"/>: the word of the API and the letter of room names and rows.</summary>
public static class ModeText
{
    /// <summary><c>live</c> or <c>test</c>.</summary>
    public static string Word(this Mode mode) => mode == Mode.Live ? "live" : "test";

    /// <summary><c>l</c> or <c>t</c>.</summary>
    public static char Letter(this Mode mode) => mode == Mode.Live ? 'l' : 't';

    /// <summary>Reads <c>live</c> or <c>test</c>.</summary>
    public static bool TryParseWord(string? text, out Mode mode)
    {
        mode = text == "test" ? Mode.Test : Mode.Live;
        return text is "live" or "test";
    }

    /// <summary>Reads <c>l</c> or <c>t</c>.</summary>
    public static bool TryParseLetter(char letter, out Mode mode)
    {
        mode = letter == 't' ? Mode.Test : Mode.Live;
        return letter is 'l' or 't';
    }
}
