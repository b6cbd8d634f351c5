using System.Collections.Immutable;
using RelayKit.Limits;
using RelayKit.Privacy;
using RelayKit.Tenants;

namespace RelayKit.Recordings;

/// <summary>On which terms a tenant may record or stream now: whether it may, and within which limits.</summary>
public static class RecordingTerms
{
    private static readonly ImmutableArray<string> RecordingLimits = [LimitNames.Recordings, LimitNames.RecordingMinutes, LimitNames.RecordingBytes];
    private static readonly ImmutableArray<string> StreamLimits = [LimitNames.Streams];

    /// <summary>Why it may not; null when it may.</summary>
    /// <param name="policy">What the tenant may do.</param>
    /// <param name="consentConfirmed">Whether somebody has said that everybody who is recorded has agreed.</param>
    public static Error? Refusal(TenantPolicy policy, bool consentConfirmed)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Deletion is not null
                ? new Error(ErrorCode.TenantTerminated, "The tenant is to be deleted. DELETE /v1/privacy/deletion undoes it.")
            : policy.Restriction is { Scope: RestrictedProcessing.All }
                ? new Error(ErrorCode.ProcessingRestricted, "The tenant has restricted what is done with its data. DELETE /v1/privacy/restriction lifts it.")
            : policy.Suspension is { } suspension
                ? new Error(ErrorCode.TenantSuspended, $"The tenant is suspended: {suspension.Reason}")
            : ConsentRefusal(policy.Settings, consentConfirmed, "consent_confirmed");
    }

    /// <summary>That nobody has said that all have agreed, where that has to be said; else null.</summary>
    /// <param name="settings">The tenant's.</param>
    /// <param name="consentConfirmed">Whether it was said.</param>
    /// <param name="field">Where to say it.</param>
    public static Error? ConsentRefusal(TenantSettings settings, bool consentConfirmed, string field)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.RecordingConsentRequired && !consentConfirmed
            ? new Error(
                ErrorCode.RecordingConsentMissing,
                $"Say by {field}: true that everybody who is recorded has agreed; or, where that is settled otherwise, set recording_consent_required to false by PATCH /v1/tenant.")
            : null;
    }

    /// <summary>The limits that hold.</summary>
    public static ImmutableArray<ReachedLimit> LimitsOf(TenantPolicy policy, RecordingPurpose purpose)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return [.. (purpose == RecordingPurpose.Recording ? RecordingLimits : StreamLimits).Select(name => policy.LimitOf(name)).OfType<ReachedLimit>()];
    }
}
