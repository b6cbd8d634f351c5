using System.Text.Json.Serialization;

namespace RelayKit.Limits;

/// <summary>So many participant-minutes, and what happens when they are used up.</summary>
/// <param name="Minutes">Participant-minutes of the kinds that are billed.</param>
/// <param name="Action">What happens at 100 %.</param>
/// <param name="NoticeSeconds">With <see cref="BudgetAction.End"/>: how long after the notice it is before what goes on is ended.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.Budget")]
public sealed record Budget(
    [property: Id(0)] long Minutes,
    [property: Id(1)] BudgetAction Action,
    [property: Id(2)] int NoticeSeconds)
{
    /// <summary>Milliseconds in a participant-minute.</summary>
    public const long MsPerMinute = 60_000;

    /// <summary>The same in milliseconds.</summary>
    [JsonIgnore]
    public long Ms => Minutes * MsPerMinute;
}

/// <summary>What happens when a budget is used up. An event tells of it in any case.</summary>
[GenerateSerializer, Alias("RelayKit.BudgetAction")]
public enum BudgetAction
{
    /// <summary>Nothing else.</summary>
    Alert = 0,

    /// <summary>No join tokens are minted any more; who is there stays.</summary>
    NoNewJoins = 1,

    /// <summary>No join tokens are minted any more, and after the notice what goes on is ended.</summary>
    End = 2,
}
