namespace RelayKit.Client;

/// <summary>What calls cost, in points; a dry run costs as much as the call itself.</summary>
public sealed record CallCosts
{
    /// <summary>A call that looks something up, or opens a stream.</summary>
    public int Read { get; init; }

    /// <summary>A call that changes something.</summary>
    public int Write { get; init; }

    /// <summary>A call that sets something going that works for long.</summary>
    public int Start { get; init; }

    /// <summary>Each join token, of a limit of its own.</summary>
    public int Token { get; init; }
}
