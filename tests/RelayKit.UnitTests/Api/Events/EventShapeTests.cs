using System.Runtime.CompilerServices;
using System.Text.Json;
using RelayKit.Access;
using RelayKit.Api.Events;
using RelayKit.Api.Requests;
using RelayKit.ApiKeys;
using RelayKit.Events;
using RelayKit.Ledger;
using RelayKit.Limits;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Api.Events;

/// <summary>What the ledger writes of events is what the API says that they have: read strictly, no field is unknown and none is lost.</summary>
public sealed class EventShapeTests
{
    private const long AtMs = 1_795_910_400_123;

    private static readonly RoomKey Room = new(new TenantId(Guid.CreateVersion7()), Mode.Test, "lobby");
    private static readonly Guid SessionId = Guid.CreateVersion7();
    private static readonly SessionRow Session = new(SessionId, "RM_1", 1, AtMs, null);
    private static readonly ParticipantFact Ann = new() { Sid = "PA_1", Identity = "ann", Name = "Ann \"the\" Änn\u2028", JoinedAtMs = AtMs };
    private static readonly BudgetCrossing Crossing = new(new Budget(5, BudgetAction.End, 60), 100, AtMs, AtMs + 60_000);

    private static readonly LiveParticipant Live = new()
    {
        Id = SessionId,
        LiveKitSid = "PA_1",
        Identity = "ann",
        Name = "Ann",
        Class = ParticipantClass.Standard,
        JoinedAtMs = AtMs,
    };

    private static readonly ApiKey Key = new()
    {
        Id = SessionId,
        Tenant = Room.Tenant,
        Name = "Backend",
        Mode = Mode.Live,
        Prefix = "rk_live_abcd",
        LastFour = "wxyz",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Scopes = ScopeSet.Of(Scope.RoomsRead, Scope.TokensWrite),
    };

    public static TheoryData<string> Data =>
    [
        TenantEventData.Room(Room, SessionId, "RM_1", AtMs, null),
        TenantEventData.Room(Room, SessionId, "RM_1", AtMs, AtMs + 1),
        TenantEventData.Participant(Room, SessionId, "RM_1", SessionId, Ann, new ConnectedInterval(AtMs, null), null),
        TenantEventData.Participant(Room, SessionId, "RM_1", SessionId, Ann, new ConnectedInterval(AtMs, AtMs + 5), "client_initiated"),
        TenantEventData.Track(Room, SessionId, "RM_1", Ann, new TrackFact("TR_1", "audio", "microphone", "")),
        TenantEventData.Ending(Room, Session, "solo"),
        TenantEventData.Suspended(new Suspension(DateTimeOffset.UnixEpoch, "unpaid") { SessionsEndAt = DateTimeOffset.UnixEpoch }),
        TenantEventData.Slowed(new Slowdown(DateTimeOffset.UnixEpoch, "far too many", new RateLimitSet(null, null, 1, 1))),
        TenantEventData.Resumed(),
        TenantEventData.ApiKey(Key, null, null),
        TenantEventData.ApiKey(
            Key,
            new ApiKeyCaller { Mode = Mode.Live, Scopes = ScopeSet.All, Key = SessionId },
            new ApiKeyRevocation(ApiKeyRevocations.Leaked, "https://example.com/paste")),
        TenantEventData.Removed(Room, Session, Live, new ParticipantRemoval("ann", "spam", "Bye", null), "tenant", DateTimeOffset.UnixEpoch),
        .. Enum.GetValues<LimitScope>().Select(scope => TenantEventData.Budget(Room, Crossing, scope, "team=a")),
    ];

    [Theory]
    [MemberData(nameof(Data))]
    public void Every_field_of_an_event_is_documented_and_comes_back_as_it_was(string data)
    {
        var one = new LoggedEvent(SessionId, 42, TenantEventTypes.ParticipantLeft, AtMs, data);

        var json = LoggedEventJson.Write(one);
        var read = JsonSerializer.Deserialize(json, ApiJson.Default.EventResponse)!;

        Assert.Equal((42, TenantEventTypes.ParticipantLeft, AtMs), (read.Sequence, read.Type, read.CreatedAt.ToUnixTimeMilliseconds()));
        Assert.StartsWith("evt_", read.Id, StringComparison.Ordinal);
        Assert.DoesNotContain((byte)'\n', json);
        Assert.Equal(WithoutNulls(json), WithoutNulls(JsonSerializer.SerializeToUtf8Bytes(read, ApiJson.Default.EventResponse)));
    }

    [Fact]
    public void Every_type_is_in_the_documents()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "events.md"));

        Assert.All(TenantEventTypes.All, type => Assert.Contains($"`{type}`", page, StringComparison.Ordinal));
        Assert.All(TenantEventTypes.All, type => Assert.Contains($"`{type}`", EventDocs.List.Description, StringComparison.Ordinal));
    }

    /// <summary>Every value with its path, in an order of no importance.</summary>
    private static List<string> WithoutNulls(byte[] json)
    {
        var values = new List<string>();
        void Add(string path, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                foreach (var field in value.EnumerateObject())
                {
                    Add($"{path}.{field.Name}", field.Value);
                }
            }
            else if (value.ValueKind != JsonValueKind.Null)
            {
                values.Add($"{path}={value}");
            }
        }

        using var document = JsonDocument.Parse(json);
        Add("", document.RootElement);
        values.Sort(StringComparer.Ordinal);
        return values;
    }

    private static string RepositoryRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", ".."));
}
