using RelayKit.Limits;

namespace RelayKit;

/// <summary>An expected outcome that is not success.</summary>
/// <param name="Code">Which one.</param>
/// <param name="Message">What happened and how to mend it, for the person who reads the answer. Holds nothing secret.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.Error")]
public sealed record Error([property: Id(0)] ErrorCode Code, [property: Id(1)] string Message)
{
    /// <summary>The limit that decided; null where none did.</summary>
    [Id(2)]
    public ReachedLimit? Limit { get; init; }
}
