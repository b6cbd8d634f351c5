using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RelayKit.LiveKit;

namespace RelayKit.Bench.Webhooks;

/// <summary>
/// Makes LiveKit's webhooks as whole HTTP requests, signed, every one of them new: a participant joins, and leaves again, over
/// many rooms in turn. What was made ahead is used first; when it runs out, requests are made as they are needed.
/// </summary>
internal sealed class WebhookFactory(IReadOnlyList<string> rooms, AccessTokenIssuer issuer, string path)
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentQueue<byte[]> _ready = new();
    private readonly long _startMs = (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000 * 1000) - 3_600_000;
    private readonly string _run = Guid.CreateVersion7().ToString("n")[..12];
    private long _made;

    /// <summary>Makes requests ahead, on all cores.</summary>
    public void Prepare(int count) => Parallel.For(0, count - _ready.Count, _ => _ready.Enqueue(Make()));

    public ReadOnlyMemory<byte> Next() => _ready.TryDequeue(out var ready) ? ready : Make();

    private byte[] Make()
    {
        var number = Interlocked.Increment(ref _made) - 1;
        var body = Encoding.UTF8.GetBytes(Body(number / 2, leaves: number % 2 == 1));
        var token = issuer.Issue(new AccessTokenRequest { Ttl = TokenLifetime, Sha256 = Convert.ToBase64String(SHA256.HashData(body)) });
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: relaykit\r\nAuthorization: {token}\r\nContent-Type: application/webhook+json\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private string Body(long participant, bool leaves)
    {
        var room = (int)(participant % rooms.Count);
        var joinedMs = _startMs + (participant % 3_000_000);
        var atSeconds = (leaves ? joinedMs + 90_000 : joinedMs) / 1000;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {"event":"{{(leaves ? "participant_left" : "participant_joined")}}","room":{"sid":"RM_{{_run}}{{room}}","name":"{{rooms[room]}}","emptyTimeout":300,"departureTimeout":20,"creationTime":"{{_startMs / 1000}}","creationTimeMs":"{{_startMs}}","turnPassword":"7Jf0sXkQ2mVb","enabledCodecs":[{"mime":"audio/opus"},{"mime":"video/VP8"},{"mime":"video/H264"}],"numParticipants":12},"participant":{"sid":"PA_{{_run}}{{participant}}","identity":"person-{{participant}}","state":"{{(leaves ? "DISCONNECTED" : "ACTIVE")}}","joinedAt":"{{joinedMs / 1000}}","joinedAtMs":"{{joinedMs}}","name":"Person {{participant}}","version":3,"permission":{"canSubscribe":true,"canPublish":true,"canPublishData":true}{{(leaves ? ""","disconnectReason":"CLIENT_INITIATED" """ : "")}}},"id":"EV_{{_run}}{{participant}}{{(leaves ? "L" : "J")}}","createdAt":"{{atSeconds}}"}
            """);
    }
}
