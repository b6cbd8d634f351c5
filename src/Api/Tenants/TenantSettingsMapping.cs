using RelayKit.Api.Requests;
using RelayKit.Api.Rooms;
using RelayKit.Labels;
using RelayKit.Limits;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Api.Tenants;

/// <summary>From requests to a tenant's settings.</summary>
internal static class TenantSettingsMapping
{
    /// <summary>The settings after a change.</summary>
    public static TenantSettings Apply(PatchBody<UpdateTenantRequest> body, TenantSettings current)
    {
        var (asked, given) = (body.Value, body.Given);
        return current with
        {
            RoomDefaults = given.Contains("room_defaults") ? ToDefaults(asked.RoomDefaults) : current.RoomDefaults,
            Limits = given.Contains("limits") ? ToLimits(asked.Limits) : current.Limits,
            Budget = given.Contains("budget") ? RoomFieldsMapping.ToBudget(asked.Budget) : current.Budget,
            AlertThresholds = !given.Contains("alert_thresholds") ? current.AlertThresholds
                : asked.AlertThresholds is { } thresholds ? [.. thresholds.Distinct().Order()]
                : new TenantSettings().AlertThresholds,
            LabelLimits = given.Contains("label_limits") ? [.. (asked.LabelLimits ?? []).Select(ToLabelLimit)] : current.LabelLimits,
            RecordingConsentRequired = given.Contains("recording_consent_required") ? asked.RecordingConsentRequired ?? true : current.RecordingConsentRequired,
        };
    }

    /// <summary>What is wrong with fields together.</summary>
    public static void Check(UpdateTenantRequest asked, FieldErrors errors)
    {
        RoomRecordingMapping.Check(asked.RoomDefaults?.Record, "/room_defaults/record", errors);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < (asked.LabelLimits?.Count ?? 0); i++)
        {
            if (asked.LabelLimits![i]?.Label is { } label && !seen.Add(label))
            {
                errors.Add($"/label_limits/{i}/label", "stands here twice; give each label one limit");
            }
        }
    }

    public static LimitSet ToLimits(LimitsRequest? asked) => asked is null
        ? LimitSet.None
        : new LimitSet
        {
            Participants = asked.Participants,
            LiveRooms = asked.LiveRooms,
            ParticipantsPerRoom = asked.ParticipantsPerRoom,
            Recordings = asked.Recordings,
            Streams = asked.Streams,
            RecordingMinutes = asked.RecordingMinutes,
            RecordingBytes = asked.RecordingBytes,
            Ingresses = asked.Ingresses,
        };

    public static RateLimitSet? ToRates(RateLimitsRequest? asked) =>
        asked is null ? null : new RateLimitSet(asked.ApiPointsPerSecond, asked.ApiBurst, asked.MintsPerSecond, asked.MintBurst);

    private static LabelLimit ToLabelLimit(LabelLimitRequest asked)
    {
        _ = Label.TryParse(asked.Label, out var label);
        return new LabelLimit(label, asked.Participants, RoomFieldsMapping.ToBudget(asked.Budget));
    }

    private static RoomSettings ToDefaults(RoomDefaultsRequest? asked)
    {
        if (asked is null)
        {
            return new RoomSettings();
        }

        var rules = new RoomRules
        {
            MaxSessionSeconds = asked.MaxSessionSeconds,
            MaxParticipantSeconds = asked.MaxParticipantSeconds,
            SoloTimeoutSeconds = asked.SoloTimeoutSeconds,
            IdleTimeoutSeconds = asked.IdleTimeoutSeconds,
        };
        return new RoomSettings
        {
            MaxParticipants = asked.MaxParticipants,
            EmptyTimeoutSeconds = asked.EmptyTimeoutSeconds,
            DepartureTimeoutSeconds = asked.DepartureTimeoutSeconds,
            Rules = rules == RoomRules.None ? null : rules,
            Recording = RoomRecordingMapping.ToSettings(asked.Record),
        };
    }
}
