using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors of exports, erasures and restrictions.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind DeletionNotFound = new(
        "deletion_not_found", Status404NotFound,
        "No deletion of the tenant stands, or it is being carried out and can no longer be undone.",
        "Ask for one with `POST /v1/privacy/deletion` if the tenant is to be deleted.");

    public static readonly ProblemKind RestrictionNotFound = new(
        "restriction_not_found", Status404NotFound,
        "No restriction of processing holds for the tenant.",
        "Set one with `PUT /v1/privacy/restriction` if there is to be one.");

    public static readonly ProblemKind ProcessingRestricted = new(
        "processing_restricted", Status403Forbidden,
        "The tenant has restricted what is done with its data to what is there already.",
        "Lift the restriction with `DELETE /v1/privacy/restriction`, or restrict `analysis` only.");

    public static readonly ProblemKind ErasureNotFound = new(
        "erasure_not_found", Status404NotFound,
        "The tenant has had no erasure of that id.",
        "List the erasures with `GET /v1/privacy/erasures`.");

    public static readonly ProblemKind IdentityInLiveSession = new(
        "identity_in_live_session", Status409Conflict,
        "The identity is, or was, in a session that goes on.",
        "Wait until the session has ended, or delete its room, and repeat the request.");

    public static readonly ProblemKind ExportNotFound = new(
        "export_not_found", Status404NotFound,
        "The tenant has no export of that id.",
        "List the exports with `GET /v1/privacy/exports`.");

    public static readonly ProblemKind ExportInProgress = new(
        "export_in_progress", Status409Conflict,
        "An export of the tenant is being made, and one is made at a time.",
        "Wait until it is ready; `GET /v1/privacy/exports` says how far it is.");

    public static readonly ProblemKind ExportNotReady = new(
        "export_not_ready", Status409Conflict,
        "The export's archive is not whole yet, or could not be made.",
        "Wait until its `state` is `ready`; after `failed`, ask for a new one.");

    public static readonly ProblemKind ExportExpired = new(
        "export_expired", Status410Gone,
        "The export's archive was removed: 24 hours are over, or a newer one has taken its place.",
        "Ask for a new one with `POST /v1/privacy/exports`.");
}
