namespace RelayKit.Client;

/// <summary>Limits that one side has set.</summary>
public sealed record TenantLimits
{
    /// <summary>Participants that are connected at once; null for no limit.</summary>
    public int? Participants { get; init; }

    /// <summary>Rooms that are live at once; null for no limit.</summary>
    public int? LiveRooms { get; init; }

    /// <summary>Participants in any one room at once; null for no limit.</summary>
    public int? ParticipantsPerRoom { get; init; }

    /// <summary>Recordings that go on at once; null for no limit.</summary>
    public int? Recordings { get; init; }

    /// <summary>Streams that go out at once; null for no limit.</summary>
    public int? Streams { get; init; }

    /// <summary>Minutes of recordings in a billing period; null for no limit.</summary>
    public int? RecordingMinutes { get; init; }

    /// <summary>Bytes of the recordings that end in a billing period; null for no limit.</summary>
    public long? RecordingBytes { get; init; }

    /// <summary>Ingresses that there are at once; null for none but the operator's default, which <see cref="LimitCalls.GetAsync"/> says.</summary>
    public int? Ingresses { get; init; }
}
