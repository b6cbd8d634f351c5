using RelayKit.Client;

namespace RelayKit.UnitTests.Client.Reference;

/// <summary>Requests with every field given.</summary>
internal static class FullRequests
{
    private static readonly DateTimeOffset At = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, string> Labels = new() { ["customer"] = "acme" };
    private static readonly Budget Budget = new() { Minutes = 1, Action = BudgetAction.End, NoticeSeconds = 1 };

    public static Grants Grants { get; } = new()
    {
        CanPublish = true,
        CanSubscribe = true,
        CanPublishData = true,
        CanPublishSources = [TrackSource.Camera],
        CanUpdateOwnMetadata = true,
        Hidden = true,
        RoomAdmin = true,
    };

    public static SetStorage SetStorage { get; } = new()
    {
        Endpoint = "https://s3.example.com",
        Region = "eu-central-1",
        Bucket = "recordings",
        ForcePathStyle = true,
        Prefix = "calls/",
        KeyTemplate = "{recording_id}",
        AccessKeyId = "AKID",
        SecretAccessKey = "secret",
        RoleArn = "arn:aws:iam::123456789012:role/recordings",
    };

    public static Checkout Checkout { get; } = new() { Plan = "pro", SuccessUrl = "https://example.com/done", CancelUrl = "https://example.com/back" };

    public static Portal Portal { get; } = new() { ReturnUrl = "https://example.com/billing" };

    private static RoomRecording Record => new()
    {
        Enabled = true,
        Layout = "speaker",
        AudioOnly = true,
        VideoOnly = false,
        Format = "mp3",
        Preset = "720p60",
        MaxDurationSeconds = 60,
        ConsentConfirmed = true,
    };

    public static CreateRoom CreateRoom { get; } = new()
    {
        Name = "standup",
        MaxParticipants = 1,
        EmptyTimeoutSeconds = 1,
        DepartureTimeoutSeconds = 1,
        Metadata = "m",
        Labels = Labels,
        NotBefore = At,
        ExpiresAt = At,
        EndAtExpiry = true,
        MaxSessionSeconds = 60,
        MaxParticipantSeconds = 60,
        SoloTimeoutSeconds = 5,
        IdleTimeoutSeconds = 5,
        Budget = Budget,
        SessionBudget = Budget,
        Record = Record,
    };

    public static UpdateRoom UpdateRoom { get; } = new()
    {
        MaxParticipants = 1,
        EmptyTimeoutSeconds = 1,
        DepartureTimeoutSeconds = 1,
        Metadata = "m",
        Labels = Labels,
        NotBefore = At,
        ExpiresAt = At,
        EndAtExpiry = true,
        MaxSessionSeconds = 60,
        MaxParticipantSeconds = 60,
        SoloTimeoutSeconds = 5,
        IdleTimeoutSeconds = 5,
        Budget = Budget,
        SessionBudget = Budget,
        Record = Record,
    };

    public static MintToken MintToken { get; } = new()
    {
        Identity = "ada",
        Name = "Ada",
        TtlSeconds = 1,
        Role = "host",
        Permissions = Grants,
        Metadata = "m",
        Attributes = Labels,
        Labels = Labels,
    };

    public static UpdateParticipant UpdateParticipant { get; } = new()
    {
        Name = "Ada",
        Metadata = "m",
        Attributes = Labels,
        Role = "host",
        Permissions = Grants,
    };

    public static RemoveParticipant RemoveParticipant { get; } = new() { Reason = "spam", Message = "No.", BanSeconds = 1 };

    public static MuteParticipant MuteParticipant { get; } = new() { TrackSid = "TR_1", Sources = [TrackSource.Camera], Muted = true };

    public static MuteRoom MuteRoom { get; } = new() { Except = ["ada"], Sources = [TrackSource.Camera], Muted = true };

    public static DataMessage DataMessage { get; } = new()
    {
        Text = "t",
        Bytes = new byte[] { 1 },
        Topic = "t",
        Identities = ["ada"],
        Reliable = true,
    };

    public static StartRecording StartRecording { get; } = new()
    {
        Kind = RelayKit.Client.RecordingKind.RoomComposite,
        Room = "standup",
        Layout = "grid",
        AudioOnly = true,
        VideoOnly = false,
        Identity = "ada",
        ScreenShare = false,
        AudioTrackId = "TR_1",
        VideoTrackId = "TR_2",
        PageUrl = "https://example.com",
        AwaitStartSignal = false,
        Format = "ogg",
        Preset = "720p30",
        MaxDurationSeconds = 60,
        ConsentConfirmed = true,
    };

    public static StreamOrder StreamOrder { get; } = new()
    {
        Kind = RelayKit.Client.RecordingKind.RoomComposite,
        Room = "standup",
        Layout = "grid",
        AudioOnly = true,
        VideoOnly = false,
        Identity = "ada",
        ScreenShare = false,
        AudioTrackId = "TR_1",
        VideoTrackId = "TR_2",
        PageUrl = "https://example.com",
        AwaitStartSignal = false,
        Urls = ["rtmp://live.example.com/app/key"],
        Hls = new StartHls { SegmentSeconds = 4 },
        Preset = "720p30",
        MaxDurationSeconds = 60,
        ConsentConfirmed = true,
    };

    public static RecordingQuery RecordingQuery { get; } = new()
    {
        Room = "standup",
        SessionId = "ses_1",
        Status = RelayKit.Client.RecordingStatus.Active,
        PageSize = 1,
    };

    public static UpdateLayout UpdateLayout { get; } = new() { Layout = "grid" };

    public static UpdateStreamUrls UpdateStreamUrls { get; } = new() { Add = ["rtmp://live.example.com/app/key"], Remove = ["rtmp://live.example.com/app/old"] };

    public static DownloadTerms DownloadTerms { get; } = new() { ExpiresInSeconds = 60, Disposition = "inline" };

    public static CreateIngress CreateIngress { get; } = new()
    {
        Room = "standup",
        Kind = IngressKind.Url,
        Identity = "camera",
        Name = "Camera",
        SourceUrl = "https://media.example/a.mp4",
        EnableTranscoding = true,
    };

    public static UpdateIngress UpdateIngress { get; } = new() { Room = "lobby", Identity = "camera", Name = "Camera", EnableTranscoding = true };

    public static CreateWebhookEndpoint CreateWebhookEndpoint { get; } = new()
    {
        Url = "https://example.com/webhooks",
        Description = "Billing",
        EventTypes = ["recording.*"],
        Enabled = true,
    };

    public static UpdateWebhookEndpoint UpdateWebhookEndpoint { get; } = new()
    {
        Url = "https://example.com/webhooks",
        Description = "Billing",
        EventTypes = new[] { "recording.*" },
        Enabled = false,
    };

    public static ReplayWebhooks ReplayWebhooks { get; } = new()
    {
        EventId = "evt_1",
        FromSequence = 1,
        ToSequence = 2,
        From = DateTimeOffset.UnixEpoch,
        To = DateTimeOffset.UnixEpoch.AddDays(1),
        OnlyUndelivered = true,
    };

    public static CreateApiKey CreateApiKey { get; } = new()
    {
        Name = "Backend",
        Mode = RelayKit.Client.Mode.Live,
        Kind = ApiKeyKind.Service,
        Scopes = ["rooms:read"],
        ExpiresAt = At,
        AllowedIps = ["203.0.113.7"],
        RateLimit = new ApiKeyRateLimit { PointsPerSecond = 1, Burst = 1 },
    };

    public static UpdateApiKey UpdateApiKey { get; } = new()
    {
        Name = "Backend",
        Scopes = ["rooms:read"],
        AllowedIps = new[] { "203.0.113.7" },
        RateLimit = new ApiKeyRateLimit { PointsPerSecond = 1, Burst = 1 },
        Enabled = true,
    };

    public static UpdateTenant UpdateTenant { get; } = new()
    {
        RoomDefaults = new RoomDefaults
        {
            MaxParticipants = 1,
            EmptyTimeoutSeconds = 1,
            DepartureTimeoutSeconds = 1,
            MaxSessionSeconds = 60,
            MaxParticipantSeconds = 60,
            SoloTimeoutSeconds = 5,
            IdleTimeoutSeconds = 5,
            Record = Record,
        },
        Limits = new TenantLimits
        {
            Participants = 1,
            LiveRooms = 1,
            ParticipantsPerRoom = 1,
            Recordings = 1,
            Streams = 1,
            RecordingMinutes = 1,
            RecordingBytes = 1,
            Ingresses = 1,
        },
        Budget = Budget,
        AlertThresholds = new[] { 70 },
        RecordingConsentRequired = false,
        LabelLimits = new[] { new LabelLimit { Label = "customer=acme", Participants = 1, Budget = Budget } },
    };
}
