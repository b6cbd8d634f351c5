using Microsoft.Extensions.Logging;

namespace RelayKit.Rooms;

internal sealed partial class RoomGrain
{
    [LoggerMessage(LogLevel.Warning, "An entry of room {Room} is not known to be durable; the room reads its rows anew")]
    private partial void LogCommitFailed(Exception fault, RoomKey room);

    [LoggerMessage(LogLevel.Information, "Room {Room} agrees with LiveKit look after look, and may not have what the ledger has; it reads its rows anew")]
    private partial void LogOutOfStep(RoomKey room);

    [LoggerMessage(LogLevel.Warning, "LiveKit could not be told to end the session of room {Room}")]
    private partial void LogLiveKitFailed(Exception fault, RoomKey room);

    [LoggerMessage(LogLevel.Warning, "What a rule of room {Room} demands could not be done; it is tried again")]
    private partial void LogRuleFailed(Exception fault, RoomKey room);

    [LoggerMessage(LogLevel.Warning, "LiveKit did not say who is in room {Room}; the next look asks again")]
    private partial void LogLookFailed(Exception fault, RoomKey room);
}
