namespace RelayKit.Mail.Resend;

/// <summary>What came back of a request: an answer, or none.</summary>
internal sealed record ResendAnswer
{
    /// <summary>The answer's status; null where there was none.</summary>
    public int? Status { get; init; }

    /// <summary>Where there was no answer: whether the request cannot have arrived, since no connection came about.</summary>
    public bool IsUnsent { get; init; }

    /// <summary>Resend's name of the error; null for none.</summary>
    public string? Error { get; init; }

    /// <summary>The header <c>retry-after</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The header <c>ratelimit-remaining</c>: requests that may still be made.</summary>
    public int? Remaining { get; init; }

    /// <summary>The header <c>ratelimit-reset</c>: until there are more.</summary>
    public TimeSpan? Reset { get; init; }
}
