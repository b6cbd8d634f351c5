namespace RelayKit.Client;

/// <summary>A word of the API's: one of some that are known, or one that a newer server has.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
internal interface IWord<TSelf>
    where TSelf : struct, IWord<TSelf>
{
    /// <summary>As the API writes it.</summary>
    string Text { get; }

    /// <summary>From what the API wrote.</summary>
    static abstract TSelf Of(string text);
}
