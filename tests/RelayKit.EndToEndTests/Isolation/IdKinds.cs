using RelayKit.EndToEndTests.Reference;

namespace RelayKit.EndToEndTests.Isolation;

/// <summary>
/// What names of parameters and fields in the OpenAPI file refer to. Each kind has a value of the neighbour's and, where a path needs one, a value of the
/// asker's own. A name that refers to something and is not here fails the matrix, so that no new route goes untested.
/// </summary>
internal static class IdKinds
{
    /// <summary>Every name in braces in a path.</summary>
    public static readonly IReadOnlyDictionary<string, IdKind> Path = new Dictionary<string, IdKind>(StringComparer.Ordinal)
    {
        ["room"] = new(static neighbour => neighbour.Room, static _ => Task.FromResult(Scene.Room)),
        ["identity"] = new(static neighbour => neighbour.Identity, static _ => Task.FromResult(Scene.Identity)),
        ["role"] = new(static neighbour => neighbour.Role, static async scene =>
        {
            await scene.Tenant.Api.PutAsync("/v1/roles/speaker", """{"permissions":{}}""");
            return "speaker";
        }),
        ["session"] = new(static neighbour => neighbour.Session, static scene => scene.SessionIdAsync()),
        ["event"] = new(static neighbour => neighbour.Event, static scene => scene.EventIdAsync()),
        ["recording"] = new(static neighbour => neighbour.Recording, static scene => scene.RecordingIdAsync()),
        ["stream"] = new(static neighbour => neighbour.Stream, static scene => scene.StreamIdAsync()),
        ["ingress"] = new(static neighbour => neighbour.Ingress, static scene => scene.IngressIdAsync()),
        ["webhook_endpoint"] = new(static neighbour => neighbour.WebhookEndpoint, static scene => scene.WebhookEndpointIdAsync()),
        ["delivery"] = new(static neighbour => neighbour.WebhookDelivery, static scene => scene.WebhookDeliveryIdAsync()),
        ["invoice"] = new(static neighbour => neighbour.Invoice, static scene => scene.InvoiceIdAsync()),
        ["line"] = new(static _ => "participant_minutes", static _ => Task.FromResult("participant_minutes")),
        ["key"] = new(static neighbour => neighbour.KeyId, static scene => scene.ApiKeyIdAsync()),
        ["request"] = new(static neighbour => neighbour.Request, static scene => scene.RequestIdAsync()),
        ["export"] = new(static neighbour => neighbour.Export, static scene => scene.ExportIdAsync()),
        ["erasure"] = new(static neighbour => neighbour.Erasure, static async scene =>
            (await scene.Tenant.Api.PostAsync("/v1/privacy/erasures", """{"identity":"grace"}""")).Text("id")),
    };

    /// <summary>Query parameters that refer to something. Those whose value picks out rows leave an empty list.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Neighbour, string>> Query = new Dictionary<string, Func<Neighbour, string>>(StringComparer.Ordinal)
    {
        ["room"] = static neighbour => neighbour.Room,
        ["session_id"] = static neighbour => neighbour.Session,
        ["label"] = static neighbour => neighbour.Label,
        ["name_prefix"] = static neighbour => neighbour.Mark,
        ["key_id"] = static neighbour => neighbour.KeyId,
        ["id"] = static neighbour => neighbour.Request,
        ["event_id"] = static neighbour => neighbour.Event,
        ["actor"] = static neighbour => neighbour.KeyId,
    };

    /// <summary>Query parameters that refer to a place in a list: those of the neighbour's own lists are tried.</summary>
    public static readonly IReadOnlySet<string> Places = new HashSet<string>(StringComparer.Ordinal) { "cursor", "after" };

    /// <summary>Query parameters that refer to nothing.</summary>
    public static readonly IReadOnlySet<string> PlainQuery = new HashSet<string>(StringComparer.Ordinal)
    {
        "limit", "dry_run", "status", "from", "to", "mode", "granularity", "group_by", "type", "format", "when_live", "method", "route", "code",
        "ip", "action", "kind", "event_type", "period",
    };

    /// <summary>Fields of bodies that refer to something, as the JSON to put there.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Neighbour, string>> Body = new Dictionary<string, Func<Neighbour, string>>(StringComparer.Ordinal)
    {
        ["identity"] = static neighbour => Quoted(neighbour.Identity),
        ["identities"] = static neighbour => $"[{Quoted(neighbour.Identity)}]",
        ["except"] = static neighbour => $"[{Quoted(neighbour.Identity)}]",
        ["role"] = static neighbour => Quoted(neighbour.Role),
        ["room"] = static neighbour => Quoted(neighbour.Room),
        ["destination_room"] = static neighbour => Quoted(neighbour.Room),
        ["audio_track_id"] = static neighbour => Quoted(neighbour.TrackSid),
        ["video_track_id"] = static neighbour => Quoted(neighbour.TrackSid),
        ["track_sid"] = static neighbour => Quoted(neighbour.TrackSid),
        ["label"] = static neighbour => Quoted(neighbour.Label),
        ["event_id"] = static neighbour => Quoted(neighbour.Event),
    };

    /// <summary>Fields of bodies that look like references and are none.</summary>
    public static readonly IReadOnlySet<string> PlainFields = new HashSet<string>(StringComparer.Ordinal) { "room_admin", "room_defaults", "participants_per_room", "access_key_id" };

    /// <summary>
    /// Where a name that is nobody's is no mistake, since the call makes something of that name for the asker, or says of his own room who is to be kept out, or names
    /// a line that every invoice has; or where LiveKit cannot do what is asked for, whoever is named, and says so first.
    /// </summary>
    public static readonly IReadOnlySet<(string Operation, string Parameter)> MakesItsOwn = new HashSet<(string, string)>
    {
        ("setRole", "role"),
        ("listInvoiceSessions", "line"),
        ("removeParticipant", "identity"),
        ("moveParticipant", "identity"),
        ("forwardParticipant", "identity"),
    };

    /// <summary>Whether a field's name says that it refers to something.</summary>
    public static bool LooksLikeReference(string field) =>
        !PlainFields.Contains(field)
        && (Body.ContainsKey(field) || Array.Exists(["_id", "_ids", "_sid", "_sids", "_room", "_identity", "_identities"], end => field.EndsWith(end, StringComparison.Ordinal))
            || Path.ContainsKey(field));

    private static string Quoted(string text) => $"\"{text}\"";
}

/// <summary>One kind of reference in a path.</summary>
/// <param name="Foreign">The neighbour's.</param>
/// <param name="Own">One of the asker's own.</param>
internal sealed record IdKind(Func<Neighbour, string> Foreign, Func<Scene, Task<string>> Own);
