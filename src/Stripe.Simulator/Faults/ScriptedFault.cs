namespace RelayKit.Stripe.Simulator.Faults;

/// <summary>A fault that the next calls meet.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Method">Of these calls; null for all.</param>
/// <param name="Path">Of those whose path begins so.</param>
/// <param name="Remaining">How many more.</param>
/// <param name="Wait">How long, for a delay.</param>
internal sealed record ScriptedFault(StripeFault Fault, string? Method, string Path, int Remaining, TimeSpan Wait)
{
    public bool Means(string method, string path) =>
        Remaining > 0 && (Method is null || Method == method) && path.StartsWith(Path, StringComparison.Ordinal);
}
