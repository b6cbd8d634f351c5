using System.Diagnostics.CodeAnalysis;

namespace RelayKit;

/// <summary>A value, or the <see cref="RelayKit.Error"/> that was returned in its place.</summary>
/// <typeparam name="T">What success gives.</typeparam>
[GenerateSerializer, Immutable, Alias("RelayKit.Result`1")]
public readonly record struct Result<T>
{
    private Result(T? value, Error? error)
    {
        Value = value;
        Error = error;
    }

    /// <summary>Present when <see cref="IsSuccess"/>.</summary>
    [Id(0)]
    public T? Value { get; init; }

    /// <summary>Present when not <see cref="IsSuccess"/>.</summary>
    [Id(1)]
    public Error? Error { get; init; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>Success.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>An expected failure.</summary>
    public static implicit operator Result<T>(Error error) => new(default, error);
}
