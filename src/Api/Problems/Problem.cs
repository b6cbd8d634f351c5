using System.Text.Json.Serialization;

namespace RelayKit.Api.Problems;

/// <summary>An error answer: RFC 9457 with RelayKit's stable <c>code</c>.</summary>
internal sealed record Problem
{
    /// <summary>A page about the code.</summary>
    public required string Type { get; init; }

    /// <summary>The status in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What programs go by; never changes its meaning.</summary>
    public required string Code { get; init; }

    /// <summary>What happened and how to mend it.</summary>
    public required string Detail { get; init; }

    /// <summary>The request, as in the header <c>Request-Id</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>The fields that are wrong, all of them; left out where none is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldError>? Errors { get; init; }

    /// <summary>The limit that decided, with its value and who can raise it; left out where none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LimitDetail? Limit { get; init; }
}
