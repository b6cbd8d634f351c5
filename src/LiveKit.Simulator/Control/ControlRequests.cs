namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>Somebody connects with a token; <c>abort</c>: and never gets any media.</summary>
internal sealed record JoinRequest(string? Token, string? Room, bool Abort);

/// <summary>A participant of a room; <c>reason</c> is LiveKit's, e.g. <c>CLIENT_INITIATED</c>.</summary>
internal sealed record ParticipantRequest(string? Room, string? Identity, string? Reason, string? Source, string? Name, string? TrackSid);

/// <summary>A room's webhooks, of one node or of all; <c>order</c> is <c>fifo</c> or <c>reverse</c>.</summary>
internal sealed record QueueRequest(string? Room, string? Node, string? Order);
