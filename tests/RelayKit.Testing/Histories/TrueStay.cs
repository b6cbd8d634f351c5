using RelayKit.Labels;
using RelayKit.Usage;

namespace RelayKit.Testing.Histories;

/// <summary>
/// What the model knows of one connection, from product.md and from nothing else: it begins at LiveKit's <c>joined_at_ms</c> and
/// ends at the whole second of its leave, or of its room's end if that came first or alone; never before it began.
/// </summary>
public sealed record TrueStay(string RoomSid, string Sid, ParticipantClass Class, long JoinedMs, long? EndMs)
{
    /// <summary>The labels that its token gave it.</summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>Milliseconds of it within a window, by walking its edges; an open stay lasts until the window's end.</summary>
    public long Within(long fromMs, long toMs)
    {
        var begin = JoinedMs;
        var end = EndMs ?? long.MaxValue;
        if (end < begin)
        {
            end = begin;
        }

        if (begin < fromMs)
        {
            begin = fromMs;
        }

        if (end > toMs)
        {
            end = toMs;
        }

        return end > begin ? end - begin : 0;
    }
}
