using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Rooms;

/// <summary>One life of a room. Guarded by its node's lock.</summary>
internal sealed class SimulatedRoom(string name, long nowMs)
{
    /// <summary>LiveKit's own defaults, in seconds.</summary>
    private const uint DefaultEmptyTimeout = 300;
    private const uint DefaultDepartureTimeout = 20;
    private const long CountAgeMs = 5000;

    private static readonly string[] Codecs =
    [
        "audio/PCMU", "audio/PCMA", "audio/opus", "audio/red",
        "video/VP8", "video/H264", "video/VP9", "video/AV1", "video/H265", "video/rtx",
    ];

    private long _countedAtMs = nowMs;
    private uint _counted;
    private bool _joinedOnce;
    private long _lastLeftMs;

    public string Name { get; } = name;

    public string Sid { get; } = Simulator.Sid.New("RM_");

    public long CreationTimeMs { get; } = nowMs;

    public uint EmptyTimeout { get; private set; } = DefaultEmptyTimeout;

    public uint DepartureTimeout { get; private set; } = DefaultDepartureTimeout;

    public uint MaxParticipants { get; private set; }

    public string Metadata { get; set; } = "";

    /// <summary>The <c>created_at</c> of its <c>room_finished</c>, Unix seconds.</summary>
    public long? FinishedAt { get; set; }

    /// <summary>Gone without a word: its node crashed.</summary>
    public bool Lost { get; set; }

    /// <summary>Those in it, by identity.</summary>
    public Dictionary<string, SimulatedParticipant> Present { get; } = new(StringComparer.Ordinal);

    /// <summary>Everybody who ever was in it, in the order of joining.</summary>
    public List<SimulatedParticipant> Everybody { get; } = [];

    private int Independent => Present.Values.Count(participant => !participant.IsDependent);

    public bool IsFullFor(SimulatedParticipant newcomer) =>
        MaxParticipants > 0 && !newcomer.IsDependent && Independent >= MaxParticipants;

    /// <summary>Also who never becomes active has joined, as far as the departure timeout is concerned.</summary>
    public void Add(SimulatedParticipant participant)
    {
        Present[participant.Info.Identity] = participant;
        Everybody.Add(participant);
        _joinedOnce |= !participant.IsDependent;
    }

    public void Remove(SimulatedParticipant participant, long nowMs)
    {
        Present.Remove(participant.Info.Identity);
        _lastLeftMs = participant.IsDependent ? _lastLeftMs : nowMs;
    }

    /// <summary>What a token's <c>roomConfig</c> says, where the token opens the room.</summary>
    public void Configure(RoomConfiguration? config)
    {
        if (config is not null)
        {
            Configure(config.EmptyTimeout, config.DepartureTimeout, config.MaxParticipants, config.Metadata);
        }
    }

    /// <summary>Takes the timeouts and limits that are given; a zero leaves what is there.</summary>
    public void Configure(uint emptyTimeout, uint departureTimeout, uint maxParticipants, string metadata)
    {
        EmptyTimeout = emptyTimeout > 0 ? emptyTimeout : EmptyTimeout;
        DepartureTimeout = departureTimeout > 0 ? departureTimeout : DepartureTimeout;
        MaxParticipants = maxParticipants > 0 ? maxParticipants : MaxParticipants;
        Metadata = metadata.Length > 0 ? metadata : Metadata;
    }

    /// <summary>Whether nobody has been in it for as long as it waits. Seconds, as LiveKit's own check.</summary>
    public bool IsTimedOut(long nowMs)
    {
        if (Independent > 0)
        {
            return false;
        }

        return _joinedOnce
            ? (nowMs / 1000) - (_lastLeftMs / 1000) >= DepartureTimeout
            : (nowMs / 1000) - (CreationTimeMs / 1000) >= EmptyTimeout;
    }

    public void CountParticipants(long nowMs) => (_countedAtMs, _counted) = (nowMs, (uint)Independent);

    /// <summary>The room as LiveKit tells of it; the count of participants is up to 5 s old, as LiveKit's is.</summary>
    public Room ToWire(long nowMs)
    {
        if (nowMs - _countedAtMs >= CountAgeMs)
        {
            CountParticipants(nowMs);
        }

        var room = new Room
        {
            Sid = Sid,
            Name = Name,
            EmptyTimeout = EmptyTimeout,
            DepartureTimeout = DepartureTimeout,
            MaxParticipants = MaxParticipants,
            CreationTime = CreationTimeMs / 1000,
            CreationTimeMs = CreationTimeMs,
            TurnPassword = $"turn-{Sid}",
            Metadata = Metadata,
            NumParticipants = _counted,
            NumPublishers = (uint)Present.Values.Count(participant => participant.Info.IsPublisher),
            ActiveRecording = Present.Values.Any(participant => participant.IsRecorder),
        };
        room.EnabledCodecs.AddRange(Codecs.Select(mime => new Codec { Mime = mime }));
        return room;
    }
}
