using System.Collections.Immutable;

namespace RelayKit.Abuse;

/// <summary>What is counted, and looked at when there is far too much of it.</summary>
[GenerateSerializer, Alias("RelayKit.AbuseRule")]
public enum AbuseRule
{
    /// <summary>Join tokens that a tenant asks for.</summary>
    Mints = 0,

    /// <summary>Rooms that a tenant asks to be made.</summary>
    Rooms = 1,

    /// <summary>Requests from one address with keys that are none.</summary>
    BadKeys = 2,

    /// <summary>Organisations that sign up from one address.</summary>
    SignUps = 3,
}

/// <summary>What rules are called outside.</summary>
public static class AbuseRuleText
{
    /// <summary>The words, in the order of the rules.</summary>
    public static ImmutableArray<string> Words { get; } = ["mints", "rooms", "bad_keys", "sign_ups"];

    /// <summary>The rule's word.</summary>
    public static string Word(this AbuseRule rule) => Words[(int)rule];

    /// <summary>The rule of a word that <see cref="Word"/> gave.</summary>
    /// <exception cref="FormatException">There is none of that word.</exception>
    public static AbuseRule Parse(string word) =>
        Words.IndexOf(word) is >= 0 and var place ? (AbuseRule)place : throw new FormatException($"'{word}' is no rule about abuse.");
}
