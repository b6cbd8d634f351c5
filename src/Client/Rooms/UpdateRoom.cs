using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Changes some of a room's settings: what is left out stays, what is null is reset.</summary>
public sealed record UpdateRoom
{
    /// <summary>As when it is created. LiveKit itself reads it when the next session begins; join tokens go by it at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<int?>))]
    public Change<int?> MaxParticipants { get; init; }

    /// <summary>As when it is created; from the next session on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<int?>))]
    public Change<int?> EmptyTimeoutSeconds { get; init; }

    /// <summary>As when it is created; from the next session on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<int?>))]
    public Change<int?> DepartureTimeoutSeconds { get; init; }

    /// <summary>As when it is created; who is in the room is told at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<string?>))]
    public Change<string?> Metadata { get; init; }

    /// <summary>As when it is created, in place of all the old ones; of who joins from now on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<Dictionary<string, string>?>))]
    public Change<Dictionary<string, string>?> Labels { get; init; }

    /// <summary>As when it is created.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<DateTimeOffset?>))]
    public Change<DateTimeOffset?> NotBefore { get; init; }

    /// <summary>As when it is created.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<DateTimeOffset?>))]
    public Change<DateTimeOffset?> ExpiresAt { get; init; }

    /// <summary>As when it is created.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<bool?>))]
    public Change<bool?> EndAtExpiry { get; init; }

    /// <summary>As when it is created; also of the session that goes on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<int?>))]
    public Change<int?> MaxSessionSeconds { get; init; }

    /// <summary>As when it is created; also of who is connected.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<int?>))]
    public Change<int?> MaxParticipantSeconds { get; init; }

    /// <summary>As when it is created.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<int?>))]
    public Change<int?> SoloTimeoutSeconds { get; init; }

    /// <summary>As when it is created.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<int?>))]
    public Change<int?> IdleTimeoutSeconds { get; init; }

    /// <summary>As when it is created.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<Budget?>))]
    public Change<Budget?> Budget { get; init; }

    /// <summary>As when it is created.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<Budget?>))]
    public Change<Budget?> SessionBudget { get; init; }

    /// <summary>As when it is created; within 30 seconds also of the session that goes on. What is being recorded is not stopped by it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<RoomRecording?>))]
    public Change<RoomRecording?> Record { get; init; }
}
