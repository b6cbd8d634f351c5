namespace RelayKit.Api.Problems;

/// <summary>From RelayKit's expected errors to HTTP: the only such table.</summary>
internal static class ProblemMapping
{
    public static ProblemResult ToProblem(this Error error)
    {
        var (status, code) = error.Code switch
        {
            ErrorCode.RoomNotFound => (StatusCodes.Status404NotFound, "room_not_found"),
            ErrorCode.RoomExistsWithOtherSettings => (StatusCodes.Status409Conflict, "room_exists_with_other_settings"),
            ErrorCode.SessionNotFound => (StatusCodes.Status404NotFound, "session_not_found"),
            ErrorCode.TenantNotFound => (StatusCodes.Status404NotFound, "tenant_not_found"),
            ErrorCode.UnknownLiveKitCluster => (StatusCodes.Status400BadRequest, "unknown_livekit_cluster"),
            ErrorCode.LiveKitUnavailable => (StatusCodes.Status503ServiceUnavailable, "livekit_unavailable"),
            _ => throw new InvalidOperationException($"{error.Code} has no line in the table of problems."),
        };
        return new ProblemResult(status, code, error.Message)
        {
            RetryAfterSeconds = status == StatusCodes.Status503ServiceUnavailable ? 1 : null,
        };
    }

    public static ProblemResult Invalid(IReadOnlyList<FieldError> errors) => new(
        StatusCodes.Status400BadRequest,
        "invalid_request",
        errors.Count == 1 ? $"{errors[0].Pointer}: {errors[0].Detail}" : $"{errors.Count} fields are wrong; errors names each.",
        errors);
}
