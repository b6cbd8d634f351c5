using Microsoft.Extensions.Logging;
using RelayKit.Rooms;

namespace RelayKit.Storage.Ledger;

internal sealed partial class GroupCommit
{
    [LoggerMessage(LogLevel.Information, "A ledger batch of {Entries} met another writer ({SqlState}) and is tried again")]
    private partial void LogConflict(string sqlState, int entries);

    [LoggerMessage(LogLevel.Error, "PostgreSQL refused an entry of room {Room}; the batch goes on without it")]
    private partial void LogRefused(Exception fault, RoomKey room);

    [LoggerMessage(LogLevel.Error, "A ledger batch of {Entries} is not known to be committed; their senders come again")]
    private partial void LogUnknownOutcome(Exception fault, int entries);
}
