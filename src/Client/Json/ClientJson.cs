using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>
/// Every shape that goes over the wire, by generated code: snake_case; fields that this version does not know are skipped, since answers may
/// have more of them tomorrow; what is null in a request is left out of it.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(CreateRoom))]
[JsonSerializable(typeof(UpdateRoom))]
[JsonSerializable(typeof(Room))]
[JsonSerializable(typeof(Page<Room>))]
[JsonSerializable(typeof(RoomDryRun))]
[JsonSerializable(typeof(MintToken))]
[JsonSerializable(typeof(MintTokens))]
[JsonSerializable(typeof(JoinToken))]
[JsonSerializable(typeof(JoinTokens))]
[JsonSerializable(typeof(TokenDryRun))]
[JsonSerializable(typeof(Page<Participant>))]
[JsonSerializable(typeof(ParticipantDetails))]
[JsonSerializable(typeof(UpdateParticipant))]
[JsonSerializable(typeof(RemoveParticipant))]
[JsonSerializable(typeof(RemovedParticipant))]
[JsonSerializable(typeof(MuteParticipant))]
[JsonSerializable(typeof(MuteRoom))]
[JsonSerializable(typeof(MutedTracks))]
[JsonSerializable(typeof(MoveParticipant))]
[JsonSerializable(typeof(DataMessage))]
[JsonSerializable(typeof(Page<Ban>))]
[JsonSerializable(typeof(Page<SessionSummary>))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(UsageMeter))]
[JsonSerializable(typeof(UsageSeriesPage))]
[JsonSerializable(typeof(UsageExportRow))]
[JsonSerializable(typeof(Tenant))]
[JsonSerializable(typeof(UpdateTenant))]
[JsonSerializable(typeof(LimitList))]
[JsonSerializable(typeof(SetRole))]
[JsonSerializable(typeof(Role))]
[JsonSerializable(typeof(Page<Role>))]
[JsonSerializable(typeof(TenantEvent))]
[JsonSerializable(typeof(Page<TenantEvent>))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(Page<ApiKey>))]
[JsonSerializable(typeof(CreateApiKey))]
[JsonSerializable(typeof(CreatedApiKey))]
[JsonSerializable(typeof(UpdateApiKey))]
[JsonSerializable(typeof(RotateApiKey))]
// What a change can hold.
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(DateTimeOffset?))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(LabelLimit[]))]
internal sealed partial class ClientJson : JsonSerializerContext;
