using System.Collections.Immutable;
using RelayKit.Limits;

namespace RelayKit.Rooms;

/// <summary>What is asked of a room before join tokens are minted.</summary>
/// <param name="Identities">Who is to join.</param>
/// <param name="MaxParticipants">The tenant's own limit of participants in any one room; null for none.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.AdmissionRequest")]
public sealed record AdmissionRequest(
    [property: Id(0)] ImmutableArray<string> Identities,
    [property: Id(1)] ReachedLimit? MaxParticipants);

/// <summary>Whether somebody may be let into a room: decided from what the room knows, without I/O.</summary>
internal static class RoomAdmission
{
    /// <summary>Why not; null when they may.</summary>
    /// <param name="record">The room.</param>
    /// <param name="present">The identities of who is connected and counts.</param>
    /// <param name="bans">Who is kept out, and until when.</param>
    /// <param name="usedUp">The budget of the room or its session that lets nobody in any more; null for none.</param>
    /// <param name="asked">Who is to join.</param>
    /// <param name="now">The time.</param>
    public static Error? Refusal(
        RoomRecord record,
        IReadOnlyCollection<string> present,
        RoomBans bans,
        ReachedLimit? usedUp,
        AdmissionRequest asked,
        DateTimeOffset now)
    {
        var name = record.Key.Name;
        if (record.IsClosing)
        {
            return new Error(ErrorCode.RoomClosing, $"Room '{name}' is deleted as soon as the session that goes on has ended.");
        }

        var rules = record.Settings.Rules ?? RoomRules.None;
        if (now < rules.NotBefore)
        {
            return new Error(ErrorCode.RoomNotOpen, $"Room '{name}' opens at {rules.NotBefore:yyyy-MM-dd'T'HH:mm:ss'Z'} (not_before).");
        }

        if (now >= rules.ExpiresAt)
        {
            return new Error(ErrorCode.RoomExpired, $"Room '{name}' has expired at {rules.ExpiresAt:yyyy-MM-dd'T'HH:mm:ss'Z'} (expires_at).");
        }

        foreach (var identity in asked.Identities)
        {
            if (bans.UntilOf(identity, now) is { } until)
            {
                return new Error(
                    ErrorCode.IdentityBanned,
                    $"'{identity}' was removed from room '{name}' and is kept out until {until:yyyy-MM-dd'T'HH:mm:ss'Z'}. Lift it with DELETE /v1/rooms/{name}/bans/{identity}.");
            }
        }

        return usedUp is not null ? UsedUp(usedUp) : Full(record, present, asked);
    }

    /// <summary>The refusal by a budget that is used up.</summary>
    public static Error UsedUp(ReachedLimit limit) => new(
        ErrorCode.BudgetExhausted,
        $"The budget of {limit.Value} participant-minutes {Over(limit)} is used up. It can be raised by the {limit.RaisedBy.Word()}.")
    {
        Limit = limit,
    };

    /// <summary>What a limit counts over, in words.</summary>
    public static string Over(ReachedLimit limit) => limit.Scope switch
    {
        LimitScope.Label => $"of label {limit.Subject}",
        LimitScope.Room => $"of room '{limit.Subject}'",
        LimitScope.Session => $"of the session in room '{limit.Subject}'",
        _ => "of the tenant",
    };

    /// <summary>Whoever is in the room already takes the own place again: LiveKit lets the older connection go.</summary>
    private static Error? Full(RoomRecord record, IReadOnlyCollection<string> present, AdmissionRequest asked)
    {
        var own = record.Settings.MaxParticipants is { } most
            ? new ReachedLimit(LimitNames.ParticipantsPerRoom, LimitScope.Room, record.Key.Name, most, null, LimitOwner.Tenant)
            : null;
        var limit = own is null || asked.MaxParticipants?.Value < own.Value ? asked.MaxParticipants : own;
        if (limit is null || present.Count + asked.Identities.Count(identity => !present.Contains(identity)) <= limit.Value)
        {
            return null;
        }

        return new Error(
            ErrorCode.RoomFull,
            $"Room '{record.Key.Name}' takes {limit.Value} participants and {present.Count} are in it. The limit can be raised by the {limit.RaisedBy.Word()}.")
        {
            Limit = limit with { Used = present.Count },
        };
    }
}
