namespace RelayKit.Api.Problems;

/// <summary>From RelayKit's expected errors to HTTP: the only such table.</summary>
internal static class ProblemMapping
{
    public static ProblemResult ToProblem(this Error error) => new(KindOf(error.Code), error.Message)
    {
        Limit = error.Limit is { } limit ? LimitDetail.Of(limit) : null,
    };

    public static ProblemKind KindOf(ErrorCode code) => code switch
    {
        ErrorCode.RoomNotFound => ProblemKinds.RoomNotFound,
        ErrorCode.RoomExistsWithOtherSettings => ProblemKinds.RoomExistsWithOtherSettings,
        ErrorCode.SessionNotFound => ProblemKinds.SessionNotFound,
        ErrorCode.TenantNotFound => ProblemKinds.TenantNotFound,
        ErrorCode.UnknownLiveKitCluster => ProblemKinds.UnknownLiveKitCluster,
        ErrorCode.LiveKitUnavailable => ProblemKinds.LiveKitUnavailable,
        ErrorCode.RoomClosing => ProblemKinds.RoomClosing,
        ErrorCode.RoomNotOpen => ProblemKinds.RoomNotOpen,
        ErrorCode.RoomExpired => ProblemKinds.RoomExpired,
        ErrorCode.IdentityBanned => ProblemKinds.IdentityBanned,
        ErrorCode.RoomFull => ProblemKinds.RoomFull,
        ErrorCode.BudgetExhausted => ProblemKinds.BudgetExhausted,
        ErrorCode.RoomNotLive => ProblemKinds.RoomNotLive,
        ErrorCode.RoomIsLive => ProblemKinds.RoomIsLive,
        ErrorCode.ParticipantNotFound => ProblemKinds.ParticipantNotFound,
        ErrorCode.TrackNotFound => ProblemKinds.TrackNotFound,
        ErrorCode.RemoteUnmuteDisabled => ProblemKinds.RemoteUnmuteDisabled,
        ErrorCode.NotSupportedByLiveKit => ProblemKinds.NotSupportedByLiveKit,
        ErrorCode.LiveKitRefused => ProblemKinds.LiveKitRefused,
        ErrorCode.LiveKitTimeout => ProblemKinds.LiveKitTimeout,
        ErrorCode.LiveKitRejectedValue => ProblemKinds.LiveKitRejectedValue,
        ErrorCode.TenantSuspended => ProblemKinds.TenantSuspended,
        ErrorCode.ProcessingRestricted => ProblemKinds.ProcessingRestricted,
        ErrorCode.TenantTerminated => ProblemKinds.TenantTerminated,
        ErrorCode.LimitReached => ProblemKinds.LimitReached,
        ErrorCode.RoleNotFound => ProblemKinds.RoleNotFound,
        ErrorCode.SettingsChanged => ProblemKinds.SettingsChanged,
        ErrorCode.TooMany => ProblemKinds.TooMany,
        ErrorCode.BanNotFound => ProblemKinds.BanNotFound,
        ErrorCode.IngressNotFound => ProblemKinds.IngressNotFound,
        ErrorCode.IngressNotChangeable => ProblemKinds.IngressNotChangeable,
        ErrorCode.ApiKeyNotFound => ProblemKinds.ApiKeyNotFound,
        ErrorCode.ExceedsCaller => ProblemKinds.ExceedsCaller,
        ErrorCode.ApiKeyRevoked => ProblemKinds.ApiKeyRevoked,
        ErrorCode.InvalidCredentials => ProblemKinds.InvalidCredentials,
        ErrorCode.EmailTaken => ProblemKinds.EmailTaken,
        ErrorCode.InvalidToken => ProblemKinds.InvalidToken,
        ErrorCode.PasswordRefused => ProblemKinds.InvalidRequest,
        ErrorCode.Overloaded => ProblemKinds.TemporarilyUnavailable,
        ErrorCode.LastOwner => ProblemKinds.LastOwner,
        ErrorCode.AccountNotFound => ProblemKinds.AccountNotFound,
        ErrorCode.InvitationNotFound => ProblemKinds.InvitationNotFound,
        ErrorCode.AccountSessionNotFound => ProblemKinds.AccountSessionNotFound,
        ErrorCode.EmailNotVerified => ProblemKinds.EmailNotVerified,
        ErrorCode.RecordingNotFound => ProblemKinds.RecordingNotFound,
        ErrorCode.StreamNotFound => ProblemKinds.StreamNotFound,
        ErrorCode.RecordingKeyRefused => ProblemKinds.RecordingKeyRefused,
        ErrorCode.RecordingRefused => ProblemKinds.RecordingRefused,
        ErrorCode.StorageNotSetUp => ProblemKinds.NoStorage,
        ErrorCode.RecordingEnded => ProblemKinds.RecordingEnded,
        ErrorCode.RecordingNotEnded => ProblemKinds.RecordingNotEnded,
        ErrorCode.RecordingNotChangeable => ProblemKinds.RecordingNotChangeable,
        ErrorCode.RecordingFileUnavailable => ProblemKinds.RecordingFileUnavailable,
        ErrorCode.StorageUnusable => ProblemKinds.StorageUnusable,
        ErrorCode.RecordingConsentMissing => ProblemKinds.RecordingConsentMissing,
        _ => throw new InvalidOperationException($"{code} has no line in the table of problems."),
    };

    public static ProblemResult Invalid(IReadOnlyList<FieldError> errors) => new(
        ProblemKinds.InvalidRequest,
        errors switch
        {
            [{ Pointer: "" } body] => $"The body {body.Detail}",
            [var field] => $"{field.Pointer}: {field.Detail}",
            _ => $"{errors.Count} fields are wrong; errors names each.",
        },
        errors);
}
