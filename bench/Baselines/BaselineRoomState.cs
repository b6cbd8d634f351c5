namespace RelayKit.Bench.Baselines;

/// <summary>What a room would save whole at every event.</summary>
internal sealed class BaselineRoomState
{
    public List<BaselineParticipant> Participants { get; set; } = [];
}
