namespace RelayKit.Rooms;

/// <summary>Something that a room's rules demand at an instant.</summary>
/// <param name="AtMs">When, Unix milliseconds.</param>
/// <param name="Rule">Which rule.</param>
/// <param name="ParticipantSid">Whom it is about; null for the session.</param>
internal readonly record struct RoomDeadline(long AtMs, RoomRule Rule, string? ParticipantSid = null);

/// <summary>The rules that demand something at an instant; their words are what events call them.</summary>
internal enum RoomRule
{
    /// <summary>The room expires.</summary>
    ExpiresAt,

    /// <summary>A session has lasted as long as it may.</summary>
    MaxSessionSeconds,

    /// <summary>A participant has been there as long as it may.</summary>
    MaxParticipantSeconds,

    /// <summary>One person has been alone for as long as that may be.</summary>
    SoloTimeoutSeconds,

    /// <summary>Nobody has published anything for as long as that may be.</summary>
    IdleTimeoutSeconds,

    /// <summary>The room's budget is used up, and the notice is over.</summary>
    Budget,

    /// <summary>The session's budget is used up, and the notice is over.</summary>
    SessionBudget,

    /// <summary>More are connected than the tenant, or a label, may have at once.</summary>
    ParticipantsLimit,

    /// <summary>The tenant is suspended, and the grace is over.</summary>
    Suspension,
}

/// <summary>What rules are called in events.</summary>
internal static class RoomRuleWords
{
    public static string Word(this RoomRule rule) => rule switch
    {
        RoomRule.ExpiresAt => "expires_at",
        RoomRule.MaxSessionSeconds => "max_session_seconds",
        RoomRule.MaxParticipantSeconds => "max_participant_seconds",
        RoomRule.SoloTimeoutSeconds => "solo_timeout_seconds",
        RoomRule.IdleTimeoutSeconds => "idle_timeout_seconds",
        RoomRule.Budget => "budget",
        RoomRule.ParticipantsLimit => "participants_limit",
        RoomRule.Suspension => "suspension",
        _ => "session_budget",
    };
}
