namespace RelayKit.Api.Problems;

/// <summary>From RelayKit's expected errors to HTTP: the only such table.</summary>
internal static class ProblemMapping
{
    public static ProblemResult ToProblem(this Error error) => new(KindOf(error.Code), error.Message);

    public static ProblemKind KindOf(ErrorCode code) => code switch
    {
        ErrorCode.RoomNotFound => ProblemKinds.RoomNotFound,
        ErrorCode.RoomExistsWithOtherSettings => ProblemKinds.RoomExistsWithOtherSettings,
        ErrorCode.SessionNotFound => ProblemKinds.SessionNotFound,
        ErrorCode.TenantNotFound => ProblemKinds.TenantNotFound,
        ErrorCode.UnknownLiveKitCluster => ProblemKinds.UnknownLiveKitCluster,
        ErrorCode.LiveKitUnavailable => ProblemKinds.LiveKitUnavailable,
        _ => throw new InvalidOperationException($"{code} has no line in the table of problems."),
    };

    public static ProblemResult Invalid(IReadOnlyList<FieldError> errors) => new(
        ProblemKinds.InvalidRequest,
        errors.Count == 1 ? $"{errors[0].Pointer}: {errors[0].Detail}" : $"{errors.Count} fields are wrong; errors names each.",
        errors);
}
