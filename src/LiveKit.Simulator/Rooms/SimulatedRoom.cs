using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.Truth;
using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.LiveKit.Simulator.Rooms;

/// <summary>One life of a room, on one node. Guarded by its cluster's lock.</summary>
internal sealed class SimulatedRoom(string name, LiveKitNode node)
{
    /// <summary>LiveKit's own defaults, in seconds.</summary>
    private const uint DefaultEmptyTimeout = 300;
    private const uint DefaultDepartureTimeout = 20;

    /// <summary>LiveKit counts participants anew that often.</summary>
    private const long CountIntervalMs = 5000;

    private static readonly string[] Codecs =
    [
        "audio/PCMU", "audio/PCMA", "audio/opus", "audio/red",
        "video/VP8", "video/H264", "video/VP9", "video/AV1", "video/H265", "video/rtx",
    ];

    private long _countedAtWallMs = node.WallMs;
    private uint _counted;
    private bool _joinedOnce;
    private long _lastLeftMs;

    public string Name { get; } = name;

    public string Sid { get; } = Simulator.Sid.New("RM_");

    public LiveKitNode Node { get; } = node;

    /// <summary>By its node's clock, as every other time of it.</summary>
    public long CreationTimeMs { get; } = node.NowMs;

    public uint EmptyTimeout { get; private set; } = DefaultEmptyTimeout;

    public uint DepartureTimeout { get; private set; } = DefaultDepartureTimeout;

    public uint MaxParticipants { get; private set; }

    public string Metadata { get; set; } = "";

    /// <summary>The <c>created_at</c> of its <c>room_finished</c>, Unix seconds.</summary>
    public long? FinishedAt { get; set; }

    /// <summary>When it ended, told or not, by its node's clock, Unix milliseconds.</summary>
    public long? EndedAtMs { get; set; }

    /// <summary>What became of its <c>room_started</c>.</summary>
    public WebhookFate? Started { get; set; }

    /// <summary>What became of its <c>room_finished</c>; null where none was queued.</summary>
    public WebhookFate? Finished { get; set; }

    /// <summary>The last <c>ListRooms</c> that listed it.</summary>
    public RoomLook? LastListed { get; set; }

    /// <summary>Gone without a word: its node crashed.</summary>
    public bool Lost { get; set; }

    /// <summary>When its node closes it, true Unix milliseconds, after its name came to life elsewhere; null while it is the one.</summary>
    public long? ClosesAtWallMs { get; set; }

    /// <summary>Those in it, by identity.</summary>
    public Dictionary<string, SimulatedParticipant> Present { get; } = new(StringComparer.Ordinal);

    /// <summary>Everybody who ever was in it, in the order of joining, as far as it is remembered.</summary>
    public List<ParticipantTruth> Everybody { get; } = [];

    private int Independent => Present.Values.Count(participant => !participant.IsDependent);

    public bool IsFullFor(SimulatedParticipant newcomer) =>
        MaxParticipants > 0 && !newcomer.IsDependent && Independent >= MaxParticipants;

    /// <summary>Also who never becomes active has joined, as far as the departure timeout is concerned.</summary>
    public void Add(SimulatedParticipant participant)
    {
        CatchUpCount();
        Present[participant.Info.Identity] = participant;
        Everybody.Add(participant.Truth);
        _joinedOnce |= !participant.IsDependent;
    }

    public void Remove(SimulatedParticipant participant)
    {
        CatchUpCount();
        Present.Remove(participant.Info.Identity);
        _lastLeftMs = participant.IsDependent ? _lastLeftMs : Node.NowMs;
    }

    /// <summary>Gives another room the timeouts and limits of this one.</summary>
    public void ConfigureAlike(SimulatedRoom other) => other.Configure(EmptyTimeout, DepartureTimeout, MaxParticipants, Metadata);

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
    public bool IsTimedOut => Independent == 0 && (_joinedOnce
        ? (Node.NowMs / 1000) - (_lastLeftMs / 1000) >= DepartureTimeout
        : (Node.NowMs / 1000) - (CreationTimeMs / 1000) >= EmptyTimeout);

    public void CountParticipants() => (_countedAtWallMs, _counted) = (Node.WallMs, (uint)Independent);

    /// <summary>The room as LiveKit tells of it; the count is up to 5 s old, as LiveKit's is, however rarely one asks.</summary>
    public Room ToWire()
    {
        CatchUpCount();
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

    /// <summary>
    /// Counts as of the last time that LiveKit would have counted, which has to be done before anything changes: nobody came or went
    /// since.
    /// </summary>
    private void CatchUpCount()
    {
        var ageMs = Node.WallMs - _countedAtWallMs;
        if (ageMs >= CountIntervalMs)
        {
            _counted = (uint)Independent;
            _countedAtWallMs += ageMs - (ageMs % CountIntervalMs);
        }
    }
}
