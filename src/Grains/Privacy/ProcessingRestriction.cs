namespace RelayKit.Privacy;

/// <summary>A tenant has objected to some of what is done with its data, or asked for it to be restricted.</summary>
/// <param name="Scope">What is not done any more.</param>
/// <param name="Since">Since when.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ProcessingRestriction")]
public sealed record ProcessingRestriction([property: Id(0)] RestrictedProcessing Scope, [property: Id(1)] DateTimeOffset Since);

/// <summary>What a restriction stops.</summary>
[GenerateSerializer, Alias("RelayKit.RestrictedProcessing")]
public enum RestrictedProcessing
{
    /// <summary>What goes beyond the service itself and its bill: the estimate of bandwidth.</summary>
    Analysis = 0,

    /// <summary>Besides, whatever would bring new data: no join token is minted. What is there is kept, and can be read and exported.</summary>
    All = 1,
}

/// <summary>The scopes as words.</summary>
public static class RestrictedProcessingText
{
    /// <summary>The word of a scope.</summary>
    public static string Word(this RestrictedProcessing scope) => scope == RestrictedProcessing.All ? "all" : "analysis";

    /// <summary>The scope of a word that <see cref="Word"/> has made.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static RestrictedProcessing Parse(string word) => word switch
    {
        "analysis" => RestrictedProcessing.Analysis,
        "all" => RestrictedProcessing.All,
        _ => throw new FormatException($"'{word}' is not what a restriction stops."),
    };
}
