namespace RelayKit.Rooms;

/// <summary>A change of some of a room's settings; what is not named stays as it is.</summary>
/// <param name="Values">The new values of what is named.</param>
/// <param name="Given">Which settings are named.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.RoomChange")]
public sealed record RoomChange([property: Id(0)] RoomSettings Values, [property: Id(1)] RoomFields Given)
{
    /// <summary>The settings after the change.</summary>
    public RoomSettings Apply(RoomSettings current)
    {
        ArgumentNullException.ThrowIfNull(current);
        var (old, asked) = (current.Rules ?? RoomRules.None, Values.Rules ?? RoomRules.None);
        var rules = new RoomRules
        {
            NotBefore = Pick(RoomFields.NotBefore, asked.NotBefore, old.NotBefore),
            ExpiresAt = Pick(RoomFields.ExpiresAt, asked.ExpiresAt, old.ExpiresAt),
            StaysAfterExpiry = Pick(RoomFields.EndAtExpiry, asked.StaysAfterExpiry, old.StaysAfterExpiry),
            MaxSessionSeconds = Pick(RoomFields.MaxSessionSeconds, asked.MaxSessionSeconds, old.MaxSessionSeconds),
            MaxParticipantSeconds = Pick(RoomFields.MaxParticipantSeconds, asked.MaxParticipantSeconds, old.MaxParticipantSeconds),
            SoloTimeoutSeconds = Pick(RoomFields.SoloTimeoutSeconds, asked.SoloTimeoutSeconds, old.SoloTimeoutSeconds),
            IdleTimeoutSeconds = Pick(RoomFields.IdleTimeoutSeconds, asked.IdleTimeoutSeconds, old.IdleTimeoutSeconds),
            Budget = Pick(RoomFields.Budget, asked.Budget, old.Budget),
            SessionBudget = Pick(RoomFields.SessionBudget, asked.SessionBudget, old.SessionBudget),
        };
        return new RoomSettings
        {
            MaxParticipants = Pick(RoomFields.MaxParticipants, Values.MaxParticipants, current.MaxParticipants),
            EmptyTimeoutSeconds = Pick(RoomFields.EmptyTimeoutSeconds, Values.EmptyTimeoutSeconds, current.EmptyTimeoutSeconds),
            DepartureTimeoutSeconds = Pick(RoomFields.DepartureTimeoutSeconds, Values.DepartureTimeoutSeconds, current.DepartureTimeoutSeconds),
            Metadata = Pick(RoomFields.Metadata, Values.Metadata, current.Metadata),
            Labels = Pick(RoomFields.Labels, Values.Labels, current.Labels),
            Rules = rules == RoomRules.None ? null : rules,
            Recording = Pick(RoomFields.Record, Values.Recording, current.Recording),
        };
    }

    private T Pick<T>(RoomFields field, T asked, T current) => Given.HasFlag(field) ? asked : current;
}

/// <summary>A room's settings, to name those that a change is about.</summary>
[Flags]
[GenerateSerializer, Alias("RelayKit.RoomFields")]
public enum RoomFields
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="RoomSettings.MaxParticipants"/>.</summary>
    MaxParticipants = 1 << 0,

    /// <summary><see cref="RoomSettings.EmptyTimeoutSeconds"/>.</summary>
    EmptyTimeoutSeconds = 1 << 1,

    /// <summary><see cref="RoomSettings.DepartureTimeoutSeconds"/>.</summary>
    DepartureTimeoutSeconds = 1 << 2,

    /// <summary><see cref="RoomSettings.Metadata"/>.</summary>
    Metadata = 1 << 3,

    /// <summary><see cref="RoomSettings.Labels"/>.</summary>
    Labels = 1 << 4,

    /// <summary><see cref="RoomRules.NotBefore"/>.</summary>
    NotBefore = 1 << 5,

    /// <summary><see cref="RoomRules.ExpiresAt"/>.</summary>
    ExpiresAt = 1 << 6,

    /// <summary><see cref="RoomRules.StaysAfterExpiry"/>.</summary>
    EndAtExpiry = 1 << 7,

    /// <summary><see cref="RoomRules.MaxSessionSeconds"/>.</summary>
    MaxSessionSeconds = 1 << 8,

    /// <summary><see cref="RoomRules.MaxParticipantSeconds"/>.</summary>
    MaxParticipantSeconds = 1 << 9,

    /// <summary><see cref="RoomRules.SoloTimeoutSeconds"/>.</summary>
    SoloTimeoutSeconds = 1 << 10,

    /// <summary><see cref="RoomRules.IdleTimeoutSeconds"/>.</summary>
    IdleTimeoutSeconds = 1 << 11,

    /// <summary><see cref="RoomRules.Budget"/>.</summary>
    Budget = 1 << 12,

    /// <summary><see cref="RoomRules.SessionBudget"/>.</summary>
    SessionBudget = 1 << 13,

    /// <summary><see cref="RoomSettings.Recording"/>.</summary>
    Record = 1 << 14,
}
