using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Driving;

/// <summary>A room and the people who are in it at times.</summary>
internal sealed class DrivenRoom(string name, IReadOnlyList<TokenClaims> people)
{
    public string Name { get; } = name;

    public IReadOnlyList<TokenClaims> People { get; } = people;

    /// <summary>Nothing happens before, true Unix milliseconds, but for those who come back after a moment.</summary>
    public long QuietUntilWallMs { get; set; }

    /// <summary>A room with half as many people again as are in it at a time, so that the same ones come back.</summary>
    public static DrivenRoom Make(string name, DriverSettings settings, Random random)
    {
        var people = new List<TokenClaims>();
        for (var i = 0; i < settings.ParticipantsPerRoom + (settings.ParticipantsPerRoom / 2) + 1; i++)
        {
            var kind = Draw(settings.Kinds, random);
            people.Add(new TokenClaims
            {
                Identity = $"{kind.ToString().ToLowerInvariant()}-{i}",
                Kind = kind.ToString().ToLowerInvariant(),
                RoomConfig = new RoomConfiguration
                {
                    DepartureTimeout = settings.DepartureTimeoutSeconds,
                    EmptyTimeout = settings.EmptyTimeoutSeconds,
                },
            });
        }

        return new DrivenRoom(name, people);
    }

    /// <summary>
    /// Who of its people is there now, in their own order, whatever order the node keeps them in; null where there is no such room.
    /// </summary>
    public IReadOnlyList<SeenPerson>? See(IReadOnlyDictionary<string, SimulatedRoom> rooms) => !rooms.TryGetValue(Name, out var room)
        ? null
        : [.. from person in People
            let present = room.Present.GetValueOrDefault(person.Identity)
            where present is not null
            select new SeenPerson(person, present.Truth.ActiveEver, present.IsDependent, present.Info.Tracks.FirstOrDefault()?.Sid)];

    /// <summary>Its node's name; null where there is no such room.</summary>
    public string? NodeIn(IReadOnlyDictionary<string, SimulatedRoom> rooms) => rooms.GetValueOrDefault(Name)?.Node.Name;

    private static ParticipantInfo.Types.Kind Draw(IReadOnlyDictionary<ParticipantInfo.Types.Kind, double> shares, Random random)
    {
        var left = random.NextDouble() * shares.Values.Sum();
        foreach (var (kind, share) in shares.OrderBy(share => share.Key))
        {
            left -= share;
            if (left < 0)
            {
                return kind;
            }
        }

        return shares.Where(share => share.Value > 0).Max(share => share.Key);
    }
}

/// <summary>One of a room's people who is there.</summary>
/// <param name="Person">Who.</param>
/// <param name="IsActive">Whether its media are connected.</param>
/// <param name="IsDependent">An agent or a recorder, which stays until the room closes.</param>
/// <param name="TrackSid">A track of it; null when it has none.</param>
internal sealed record SeenPerson(TokenClaims Person, bool IsActive, bool IsDependent, string? TrackSid);
