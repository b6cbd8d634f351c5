namespace RelayKit.Client;

/// <summary>One wrong field of an error answer.</summary>
internal sealed record ProblemField
{
    public string Pointer { get; init; } = "";

    public string Detail { get; init; } = "";
}
