using System.Collections.Immutable;
using RelayKit.Labels;
using RelayKit.Limits;
using RelayKit.Privacy;
using RelayKit.RateLimiting;
using RelayKit.Roles;
using RelayKit.Rooms;
using RelayKit.Rooms.Relays;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.ClusterTests.Serialization;

/// <summary>
/// One of each message that travels between processes, with every field of this release filled. Of one that has grown there are two: as it
/// was, whose new fields are then absent, and as it is.
/// </summary>
internal static class SampleMessages
{
    private const long AtMs = 1_796_068_800_000;

    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(AtMs);
    private static readonly TenantId Tenant = new(Guid.Parse("01930000-0000-7000-8000-000000000001"));
    private static readonly Guid Id = Guid.Parse("01930000-0000-7000-8000-000000000002");
    private static readonly RoomKey Key = new(Tenant, Mode.Test, "standup");
    private static readonly RoomSettings Settings = new() { MaxParticipants = 9, EmptyTimeoutSeconds = 8, DepartureTimeoutSeconds = 7, Metadata = "{}" };

    private static readonly Room Room = new()
    {
        LiveKitName = new LiveKitRoomName(Key, 3),
        Settings = Settings,
        Status = RoomStatus.Live,
        Participants = 2,
        SessionId = Id,
        CreatedAt = At,
        LiveKitCluster = "default",
    };

    private static readonly RoomEvent Event = new()
    {
        Type = RoomEventType.TrackPublished,
        LiveKitEventId = "EV_1",
        CreatedAtMs = AtMs,
        RoomSid = "RM_1",
        RoomCreatedAtMs = AtMs - 1,
        Generation = 3,
        Participant = new ParticipantFact
        {
            Sid = "PA_1",
            Identity = "ann",
            Name = "Ann",
            Class = ParticipantClass.Agent,
            JoinedAtMs = AtMs - 2,
            DisconnectReason = "client_initiated",
        },
        Track = new TrackFact("TR_1", "video", "camera", "face"),
    };

    private static readonly NewApiKey NewKey = new("A key", Mode.Test, At);

    private static readonly CreatedApiKey Created = new(
        new ApiKey { Id = Id, Tenant = Tenant, Name = "A key", Mode = Mode.Test, Prefix = "rk_test_abc", CreatedAt = At, ExpiresAt = At }, "rk_test_abcdef");

    private static readonly Budget Budget = new(100, BudgetAction.NoNewJoins, 30);

    private static readonly Suspension Suspension = new(At, "payment") { SessionsEndAt = At };

    private static readonly LimitSet Limits = new()
    {
        Participants = 1,
        LiveRooms = 2,
        ParticipantsPerRoom = 3,
        Recordings = 4,
        Streams = 5,
        RecordingMinutes = 6,
        RecordingBytes = 7,
        Ingresses = 8,
    };

    private static readonly RateLimitSet Rates = new(1, 2, 3, 4);

    private static readonly TenantPolicy Policy = new()
    {
        Version = 5,
        Settings = new TenantSettings
        {
            RoomDefaults = Settings,
            Limits = Limits,
            Budget = Budget,
            AlertThresholds = [50],
            LabelLimits = [new LabelLimit(new Label("customer", "acme"), 5, Budget)],
            Roles = [new Role("speaker", new ParticipantGrants { CanPublish = true })],
            RecordingConsentRequired = false,
        },
        OperatorLimits = Limits,
        OperatorBudget = Budget,
        RateLimits = Rates,
        Suspension = Suspension,
        Deletion = new TenantDeletion(Tenant, Id, At, At) { ErasingSince = At, ErasedAt = At, Certificate = "a.b.c" },
        Restriction = new ProcessingRestriction(RestrictedProcessing.All, At),
        LiveKitCluster = "default",
        Slowdown = new Slowdown(At, "abuse", Rates),
    };

    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["RoomEvent"] = Event,
        ["RelayedEvent"] = new RelayedEvent(Key.ToString(), Event),
        ["RoomSettings"] = Settings,
        ["CreateRoomAnswer"] = (Result<CreatedRoom>)new CreatedRoom(Room, IsNew: true),
        ["RoomAnswer"] = (Result<Room>)Room,
        ["ErrorAnswer"] = (Result<Room>)new Error(ErrorCode.RoomExistsWithOtherSettings, "Try again."),
        ["ParticipantsAnswer"] = (Result<ImmutableArray<LiveParticipant>>)ImmutableArray.Create(new LiveParticipant
        {
            Id = Id,
            LiveKitSid = "PA_1",
            Identity = "ann",
            Name = "Ann",
            Class = ParticipantClass.Sip,
            JoinedAtMs = AtMs,
        }),
        ["IngestOutcome"] = IngestOutcome.Overloaded,
        ["SessionLine"] = new SessionLine
        {
            SessionId = Id,
            Version = new KnowledgeVersion(5, 6),
            PeriodStartMs = AtMs,
            MarkMs = AtMs + 1,
            Ended = true,
            Classes = [new ClassLine(ParticipantClass.Standard, new UsageLine(1, 2, 3))],
        },
        ["UsageReading"] = new UsageReading
        {
            AsOfMs = AtMs,
            Period = new UsagePeriod(AtMs - 1, AtMs + 1),
            UsedMs = [1, 2, 3, 4, 5],
            Active = [5, 4, 3, 2, 1],
            ActiveSessions = 6,
        },
        ["SessionLineWithEvidence"] = new SessionLine
        {
            SessionId = Id,
            Version = new KnowledgeVersion(5, 6) { Told = 4 },
            PeriodStartMs = AtMs,
            MarkMs = AtMs + 1,
            Ended = true,
            Classes = [new ClassLine(ParticipantClass.Standard, new UsageLine(9, 2, 3))],
            Reconciled = [new ClassLine(ParticipantClass.Standard, new UsageLine(4, 1, 2))],
            Presumed = [new ClassLine(ParticipantClass.Standard, new UsageLine(3, 0, 0))],
        },
        ["UsageReadingWithEvidence"] = new UsageReading
        {
            AsOfMs = AtMs,
            Period = new UsagePeriod(AtMs - 1, AtMs + 1),
            UsedMs = [1, 2, 3, 4, 5],
            Active = [5, 4, 3, 2, 1],
            ActiveSessions = 6,
            ReconciledMs = [1, 1, 1, 1, 1],
            PresumedMs = [0, 1, 2, 3, 4],
        },
        ["LeaseRequest"] = new LeaseRequest(Id, Version: 3, new RateLimit(60, 300), Used: 20, Held: 5, Wanted: 40, Needed: 10),
        ["Lease"] = new Lease(Granted: 12, TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(250), Left: 7, Sharers: 2),
        ["NewApiKey"] = NewKey,
        ["NewApiKeyWithOrigin"] = NewKey with { Origin = new ApiKeyOrigin(Id, [1, 2, 3]) },
        ["CreateKeyAnswer"] = (Result<CreatedApiKey>)Created,
        ["CreateTenantAnswer"] = (Result<CreatedTenant>)new CreatedTenant(new Tenant(Tenant, "Acme", At), Created),
        ["BillingTerms"] = new BillingTerms(Budget, Suspension),
        ["BillingTermsAnswer"] = Policy,
    };
}
