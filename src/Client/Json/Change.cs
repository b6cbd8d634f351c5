namespace RelayKit.Client;

/// <summary>
/// What becomes of one setting in a change: <c>default</c> leaves it as it is, a value sets it, and null resets it. A value converts by itself:
/// <c>new UpdateRoom { MaxParticipants = 50, Metadata = null }</c>.
/// </summary>
/// <typeparam name="T">The setting's type, which takes null.</typeparam>
public readonly record struct Change<T>
{
    private Change(T value) => (IsGiven, Value) = (true, value);

    /// <summary>Whether the setting is changed at all.</summary>
    public bool IsGiven { get; }

    /// <summary>What it becomes; null resets it.</summary>
    public T? Value { get; }

    /// <summary>A change to a value, or with null a reset.</summary>
    public static implicit operator Change<T>(T value) => new(value);
}
