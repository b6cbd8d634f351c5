using System.Collections.Immutable;
using RelayKit.Labels;
using RelayKit.Limits;

namespace RelayKit.Usage;

/// <summary>How much of its limits a tenant uses now, in one mode.</summary>
/// <param name="Participants">Participants that are connected, agents and recorders not counted.</param>
/// <param name="LiveRooms">Sessions that go on.</param>
/// <param name="Budgets">What is used of each budget of the tenant's and of its labels.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.TenantStanding")]
public sealed record TenantStanding(
    [property: Id(0)] long Participants,
    [property: Id(1)] int LiveRooms,
    [property: Id(2)] ImmutableArray<BudgetStanding> Budgets)
{
    /// <summary>How many have each of the labels that the tenant limits; null from a release that did not count them.</summary>
    [Id(3)]
    public ImmutableArray<LabelStanding>? Labels { get; init; }

    /// <summary>How many have a label; null where that is not known.</summary>
    public long? ParticipantsOf(Label label) => Labels?.FirstOrDefault(standing => standing.Label == label)?.Participants;
}

/// <summary>What is used of a budget.</summary>
/// <param name="Limit">The budget in minutes, with what is used of it.</param>
/// <param name="Action">What happens when it is used up.</param>
/// <param name="ReachedAtMs">When it will be used up if nothing changes, or was, Unix milliseconds; null if never.</param>
/// <param name="IsUsedUp">Whether it is.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.BudgetStanding")]
public sealed record BudgetStanding(
    [property: Id(0)] ReachedLimit Limit,
    [property: Id(1)] BudgetAction Action,
    [property: Id(2)] long? ReachedAtMs,
    [property: Id(3)] bool IsUsedUp);
