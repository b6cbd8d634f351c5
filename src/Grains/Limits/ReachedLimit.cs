namespace RelayKit.Limits;

/// <summary>The limit that a request was refused by.</summary>
/// <param name="Name">Which: one of <see cref="LimitNames"/>.</param>
/// <param name="Scope">What it counts over.</param>
/// <param name="Subject">Which label or room; null for the tenant.</param>
/// <param name="Value">The limit.</param>
/// <param name="Used">What is used of it; null where that is not counted.</param>
/// <param name="RaisedBy">Who can raise it.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ReachedLimit")]
public sealed record ReachedLimit(
    [property: Id(0)] string Name,
    [property: Id(1)] LimitScope Scope,
    [property: Id(2)] string? Subject,
    [property: Id(3)] long Value,
    [property: Id(4)] long? Used,
    [property: Id(5)] LimitOwner RaisedBy);

/// <summary>What a limit counts over.</summary>
[GenerateSerializer, Alias("RelayKit.LimitScope")]
public enum LimitScope
{
    /// <summary>All of the tenant's rooms in one mode.</summary>
    Tenant = 0,

    /// <summary>Whatever carries a label.</summary>
    Label = 1,

    /// <summary>One room.</summary>
    Room = 2,

    /// <summary>One session of a room.</summary>
    Session = 3,
}

/// <summary>Who has set a limit, and so can raise it.</summary>
[GenerateSerializer, Alias("RelayKit.LimitOwner")]
public enum LimitOwner
{
    /// <summary>The operator, for this tenant.</summary>
    Operator = 0,

    /// <summary>The tenant itself.</summary>
    Tenant = 1,
}

/// <summary>What can be limited, as the API calls it.</summary>
public static class LimitNames
{
    /// <summary>Participants that are connected at once, agents and recorders not counted.</summary>
    public const string Participants = "participants";

    /// <summary>Rooms that are live at once.</summary>
    public const string LiveRooms = "live_rooms";

    /// <summary>Participants in any one room at once.</summary>
    public const string ParticipantsPerRoom = "participants_per_room";

    /// <summary>Recordings that go on at once.</summary>
    public const string Recordings = "recordings";

    /// <summary>Streams that go out at once.</summary>
    public const string Streams = "streams";

    /// <summary>Minutes of recordings in a billing period.</summary>
    public const string RecordingMinutes = "recording_minutes";

    /// <summary>Bytes of the recordings that have ended in a billing period.</summary>
    public const string RecordingBytes = "recording_bytes";

    /// <summary>Participant-minutes: of a session in all, else in a billing period.</summary>
    public const string Minutes = "minutes";

    /// <summary>Places where streams come in, but for those that have pulled their address.</summary>
    public const string Ingresses = "ingresses";

    /// <summary>Cost points of calls in a second.</summary>
    public const string ApiPointsPerSecond = "api_points_per_second";

    /// <summary>Cost points of calls at once.</summary>
    public const string ApiBurst = "api_burst";

    /// <summary>Join tokens minted in a second.</summary>
    public const string MintsPerSecond = "mints_per_second";

    /// <summary>Join tokens minted at once.</summary>
    public const string MintBurst = "mint_burst";

    /// <summary>Cost points of the calls of one API key in a second.</summary>
    public const string ApiKeyPointsPerSecond = "api_key_points_per_second";

    /// <summary>Requests without a good key in a second, from one address.</summary>
    public const string UnauthenticatedPerSecond = "unauthenticated_per_second";

    /// <summary>Attempts to sign in with a wrong password.</summary>
    public const string SignIns = "sign_ins";

    /// <summary>Accounts that are made.</summary>
    public const string SignUps = "sign_ups";

    /// <summary>Mails that are asked for.</summary>
    public const string Mails = "mails";
}
