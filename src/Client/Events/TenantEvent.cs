using System.Text.Json;

namespace RelayKit.Client;

/// <summary>Something that happened, as the tenant's event log has it.</summary>
public sealed record TenantEvent
{
    /// <summary><c>evt_…</c>; the same fact has the same id, however often it is told.</summary>
    public string Id { get; init; } = "";

    /// <summary>Its place in the tenant's log. Numbers grow, so that the last one that was handled says where to go on. 0 of a webhook that is a test.</summary>
    public long Sequence { get; init; }

    /// <summary>What happened: one of <see cref="EventTypes"/>, or one that a newer server has.</summary>
    public string Type { get; init; } = "";

    /// <summary>When it happened.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the type says of it: snake_case, with the room, the session, the participant.</summary>
    public JsonElement Data { get; init; }
}
