using System.Text.Json.Nodes;
using RelayKit.Cli.Http;

namespace RelayKit.Cli.Chaos.Truth;

/// <summary>Reads the simulator's own truth, page by page.</summary>
internal static class SimulatedTruth
{
    private const int PageRooms = 500;

    /// <exception cref="ChaosFailedException">The simulator no longer knows all of it.</exception>
    public static async Task<IReadOnlyList<TrueRoom>> ReadAsync(JsonApi simulator)
    {
        var rooms = new List<TrueRoom>();
        while (true)
        {
            var page = await simulator.GetAsync($"sim/truth?offset={rooms.Count}&limit={PageRooms}");
            if ((bool)page["overflowed"]!)
            {
                throw new ChaosFailedException("The simulator has forgotten a part of the truth: too much happened. Choose fewer minutes or events.");
            }

            var read = page["rooms"]!.AsArray();
            rooms.AddRange(read.Select(room => Room(room!)));
            if (read.Count < PageRooms)
            {
                return rooms;
            }
        }
    }

    private static TrueRoom Room(JsonNode room) => new()
    {
        Name = (string)room["name"]!,
        Sid = (string)room["sid"]!,
        CreationTimeMs = (long)room["creation_time_ms"]!,
        FinishedAt = (long?)room["finished_at"],
        EndedAtMs = (long?)room["ended_at_ms"],
        Started = Fate(room["started"]),
        Finished = Fate(room["finished"]),
        Participants = [.. room["participants"]!.AsArray().Select(participant => Participant(participant!))],
    };

    private static TrueParticipant Participant(JsonNode participant) => new()
    {
        Sid = (string)participant["sid"]!,
        Identity = (string)participant["identity"]!,
        Kind = (string)participant["kind"]!,
        JoinedAtMs = (long)participant["joined_at_ms"]!,
        LeftAtMs = (long?)participant["left_at_ms"],
        LeftCreatedAt = (long?)participant["left_created_at"],
        ActiveEver = (bool)participant["active_ever"]!,
        Joined = Fate(participant["joined"]),
        Left = Fate(participant["left"]),
        WasListed = participant["last_listed"] is not null,
    };

    private static WebhookFate? Fate(JsonNode? fate) => fate is null
        ? null
        : new WebhookFate((string)fate["state"]!, (int)fate["attempts"]!, [.. fate["faults"]!.AsArray().Select(fault => (string)fault!)]);
}
