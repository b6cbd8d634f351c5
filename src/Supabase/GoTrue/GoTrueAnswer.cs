using System.Diagnostics.CodeAnalysis;

namespace RelayKit.Supabase;

/// <summary>What Supabase Auth gave, or why it did not.</summary>
/// <typeparam name="T">What success gives.</typeparam>
public readonly record struct GoTrueAnswer<T>
    where T : class
{
    private GoTrueAnswer(T? value, GoTrueError? error) => (Value, Error) = (value, error);

    /// <summary>Present on success.</summary>
    public T? Value { get; }

    /// <summary>Present otherwise.</summary>
    public GoTrueError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>Success.</summary>
    public static implicit operator GoTrueAnswer<T>(T value) => new(value, null);

    /// <summary>An expected refusal.</summary>
    public static implicit operator GoTrueAnswer<T>(GoTrueError error) => new(null, error);
}
