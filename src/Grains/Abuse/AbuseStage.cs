using System.Collections.Immutable;

namespace RelayKit.Abuse;

/// <summary>How far a rule has gone.</summary>
[GenerateSerializer, Alias("RelayKit.AbuseStage")]
public enum AbuseStage
{
    /// <summary>The tenant's rate is held at what made the rule act.</summary>
    Slowed = 0,

    /// <summary>The tenant is suspended.</summary>
    Suspended = 1,

    /// <summary>The address is not let in without a good key.</summary>
    Blocked = 2,
}

/// <summary>What stages are called outside.</summary>
public static class AbuseStageText
{
    /// <summary>The words, in the order of the stages.</summary>
    public static ImmutableArray<string> Words { get; } = ["slowed", "suspended", "blocked"];

    /// <summary>The stage's word.</summary>
    public static string Word(this AbuseStage stage) => Words[(int)stage];

    /// <summary>The stage of a word that <see cref="Word"/> gave.</summary>
    /// <exception cref="FormatException">There is none of that word.</exception>
    public static AbuseStage Parse(string word) =>
        Words.IndexOf(word) is >= 0 and var place ? (AbuseStage)place : throw new FormatException($"'{word}' is no stage of abuse.");
}
