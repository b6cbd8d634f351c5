using Npgsql;

namespace RelayKit.Bench.Baselines;

/// <summary>Holds the last 20 participants. Statements of one room may overlap; writes of its state may not.</summary>
internal sealed class BaselineRoomGrain(
    NpgsqlDataSource source, [PersistentState("baseline")] IPersistentState<BaselineRoomState> state) : Grain, IBaselineRoomGrain
{
    private const int Participants = 20;

    private long _sequence;

    public async Task InsertAsync(string eventId, string kind, string participantSid, DateTimeOffset at)
    {
        await using var command = source.CreateCommand(
            "insert into baseline.events (event_id, tenant, room, seq, kind, participant, at_ms) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = eventId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "baseline" });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = this.GetPrimaryKeyString() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = ++_sequence });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = participantSid });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = at.ToUnixTimeMilliseconds() });
        await command.ExecuteNonQueryAsync();
    }

    public Task WriteStateAsync(string participantSid, string identity, DateTimeOffset at)
    {
        var participants = state.State.Participants;
        participants.Add(new BaselineParticipant(participantSid, identity, $"Person {identity}", "standard", at.ToUnixTimeMilliseconds()));
        if (participants.Count > Participants)
        {
            participants.RemoveAt(0);
        }

        return state.WriteStateAsync();
    }
}
