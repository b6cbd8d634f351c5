using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RelayKit.Bench.Load;
using RelayKit.LiveKit;

namespace RelayKit.Bench.Webhooks;

/// <summary>
/// LiveKit's webhooks as whole HTTP requests, signed, every one of them new. Each connection has participants of its own, who join
/// and, some requests later and after their join was answered, leave: so the two are two rows' worth of work, as in life, and
/// not one that merges in a batch.
/// </summary>
internal sealed class WebhookRequests(IReadOnlyList<string> rooms, AccessTokenIssuer issuer, string path = WebhookRequests.DurableEndpoint) : RequestSource
{
    /// <summary>Where a silo takes them in.</summary>
    public const string DurableEndpoint = "/webhooks/livekit";

    /// <summary>Participants of one connection who are in a room at once.</summary>
    private const int Connected = 16;

    private const int MaxConnections = 32 * 1024;
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(5);

    private readonly Line?[] _lines = new Line?[MaxConnections];
    private readonly long _startMs = (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000 * 1000) - 3_600_000;
    private readonly string _run = Guid.NewGuid().ToString("n")[..12];
    private long _joins;
    private long _leaves;
    private long _unknown;

    /// <summary>Joins that were acknowledged.</summary>
    public long Joins => Interlocked.Read(ref _joins);

    /// <summary>Leaves that were acknowledged.</summary>
    public long Leaves => Interlocked.Read(ref _leaves);

    /// <summary>Requests that were not acknowledged: they may be in the ledger, or not.</summary>
    public long Unknown => Interlocked.Read(ref _unknown);

    /// <summary>What the sids of this source's participants begin with.</summary>
    public string SidPrefix => $"PA_{_run}";

    public override void Prepare(int connections, int each) => Parallel.For(0, connections, connection =>
    {
        var line = LineOf(connection);
        while (line.Ready.Count < each)
        {
            line.Ready.Enqueue(Make(connection, line.Made++));
        }
    });

    public override ReadOnlyMemory<byte> Next(int connection)
    {
        var line = LineOf(connection);
        line.Sent++;
        return line.Ready.TryDequeue(out var ready) ? ready : Make(connection, line.Made++);
    }

    public override void Answered(int connection, int status)
    {
        if (status is not (>= 200 and < 300))
        {
            Interlocked.Increment(ref _unknown);
        }
        else if (IsLeave(LineOf(connection).Sent - 1))
        {
            Interlocked.Increment(ref _leaves);
        }
        else
        {
            Interlocked.Increment(ref _joins);
        }
    }

    private Line LineOf(int connection) => _lines[connection] ??= new Line();

    /// <summary>First those join who are to be there at once; then one leaves for one who joins.</summary>
    private static bool IsLeave(long number) => number >= Connected && (number - Connected) % 2 == 0;

    private static long ParticipantOf(long number) =>
        number < Connected ? number : IsLeave(number) ? (number - Connected) / 2 : Connected + ((number - Connected) / 2);

    private byte[] Make(int connection, long number)
    {
        var body = Encoding.UTF8.GetBytes(Body(connection, ParticipantOf(number), IsLeave(number)));
        var token = issuer.Issue(new AccessTokenRequest { Ttl = TokenLifetime, Sha256 = Convert.ToBase64String(SHA256.HashData(body)) });
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: relaykit\r\nAuthorization: {token}\r\nContent-Type: application/webhook+json\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private string Body(int connection, long participant, bool leaves)
    {
        var room = (int)((participant + connection) % rooms.Count);
        var joinedMs = _startMs + (participant * 977 % 3_000_000);
        var atSeconds = (leaves ? joinedMs + 90_000 : joinedMs) / 1000;
        var who = FormattableString.Invariant($"{connection}x{participant}");
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {"event":"{{(leaves ? "participant_left" : "participant_joined")}}","room":{"sid":"RM_{{_run}}{{room}}","name":"{{rooms[room]}}","emptyTimeout":300,"departureTimeout":20,"creationTime":"{{_startMs / 1000}}","creationTimeMs":"{{_startMs}}","turnPassword":"7Jf0sXkQ2mVb","enabledCodecs":[{"mime":"audio/opus"},{"mime":"video/VP8"},{"mime":"video/H264"}],"numParticipants":12},"participant":{"sid":"{{SidPrefix}}{{who}}","identity":"person-{{who}}","state":"{{(leaves ? "DISCONNECTED" : "ACTIVE")}}","joinedAt":"{{joinedMs / 1000}}","joinedAtMs":"{{joinedMs}}","name":"Person {{who}}","version":3,"permission":{"canSubscribe":true,"canPublish":true,"canPublishData":true}{{(leaves ? ""","disconnectReason":"CLIENT_INITIATED" """ : "")}}},"id":"EV_{{_run}}{{who}}{{(leaves ? "L" : "J")}}","createdAt":"{{atSeconds}}"}
            """);
    }

    private sealed class Line
    {
        public Queue<byte[]> Ready { get; } = new();

        public long Made { get; set; }

        public long Sent { get; set; }
    }
}
