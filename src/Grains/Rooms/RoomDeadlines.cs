namespace RelayKit.Rooms;

/// <summary>The instants at which a room's rules demand something of a session that goes on. Decides, and does no I/O.</summary>
internal static class RoomDeadlines
{
    /// <summary>All of them, in no order; those that have passed already are among them.</summary>
    /// <param name="rules">The room's rules.</param>
    /// <param name="session">The session.</param>
    /// <param name="quietSinceMs">Since when nobody has published anything; null while somebody does.</param>
    public static IEnumerable<RoomDeadline> Of(RoomRules rules, SessionState session, long? quietSinceMs)
    {
        if (rules is { ExpiresAt: { } expiresAt, StaysAfterExpiry: false })
        {
            yield return new RoomDeadline(expiresAt.ToUnixTimeMilliseconds(), RoomRule.ExpiresAt);
        }

        if (rules.MaxSessionSeconds is { } length)
        {
            yield return new RoomDeadline(session.Row.StartedAtMs + Ms(length), RoomRule.MaxSessionSeconds);
        }

        if (rules.SoloTimeoutSeconds is { } solo && session.SoloSinceMs() is { } soloSinceMs)
        {
            yield return new RoomDeadline(soloSinceMs + Ms(solo), RoomRule.SoloTimeoutSeconds);
        }

        if (rules.IdleTimeoutSeconds is { } idle && quietSinceMs is { } since)
        {
            yield return new RoomDeadline(since + Ms(idle), RoomRule.IdleTimeoutSeconds);
        }

        if (rules.MaxParticipantSeconds is { } participant)
        {
            foreach (var live in session.Live.KeepingOpen())
            {
                yield return new RoomDeadline(live.JoinedAtMs + Ms(participant), RoomRule.MaxParticipantSeconds, live.LiveKitSid);
            }
        }
    }

    private static long Ms(int seconds) => seconds * 1000L;
}
