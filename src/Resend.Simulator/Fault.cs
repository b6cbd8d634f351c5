namespace RelayKit.Resend.Simulator;

/// <summary>What happens to one request instead of what should.</summary>
public enum FaultKind
{
    /// <summary>The connection is lost before the mail is taken.</summary>
    DropBefore = 0,

    /// <summary>The mail is taken, and the connection is lost before the answer.</summary>
    DropAfter = 1,

    /// <summary>The mail is not taken, and the answer is <see cref="Fault.Status"/>.</summary>
    Refuse = 2,

    /// <summary>The mail is taken, and the answer is <see cref="Fault.Status"/> all the same.</summary>
    TakeAndRefuse = 3,
}

/// <summary>A fault of the script: of the next request, or of as many as it says.</summary>
/// <param name="Kind">What happens.</param>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>How many requests it happens to.</summary>
    public int Times { get; init; } = 1;

    /// <summary>What is answered.</summary>
    public int Status { get; init; } = 500;

    /// <summary>The error's name.</summary>
    public string Name { get; init; } = "internal_server_error";

    /// <summary>The header <c>retry-after</c>, in seconds; null for none.</summary>
    public int? RetryAfterSeconds { get; init; }
}
