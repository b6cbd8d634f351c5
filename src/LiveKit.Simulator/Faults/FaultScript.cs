namespace RelayKit.LiveKit.Simulator.Faults;

/// <summary>A fault that the next webhooks of a room are to meet for certain.</summary>
/// <param name="Room">The room's LiveKit name.</param>
/// <param name="Event">LiveKit's word for the events that are meant; null for all.</param>
/// <param name="Fault">What happens to them.</param>
/// <param name="WaitMs">How long it waits, exactly, where there is something to wait for.</param>
/// <param name="Remaining">How many more.</param>
internal sealed record FaultScript(string Room, string? Event, WebhookFault Fault, int WaitMs, int Remaining)
{
    public bool Means(string room, string name) => Room == room && (Event is null || Event == name);
}
