using RelayKit.Api.Requests;
using RelayKit.Labels;
using RelayKit.Limits;
using RelayKit.Rooms;

namespace RelayKit.Api.Rooms;

/// <summary>From a request's fields to a room's settings.</summary>
internal static class RoomFieldsMapping
{
    private const int DefaultNoticeSeconds = 60;

    private static readonly Dictionary<string, RoomFields> Names = new(StringComparer.Ordinal)
    {
        ["max_participants"] = RoomFields.MaxParticipants,
        ["empty_timeout_seconds"] = RoomFields.EmptyTimeoutSeconds,
        ["departure_timeout_seconds"] = RoomFields.DepartureTimeoutSeconds,
        ["metadata"] = RoomFields.Metadata,
        ["labels"] = RoomFields.Labels,
        ["not_before"] = RoomFields.NotBefore,
        ["expires_at"] = RoomFields.ExpiresAt,
        ["end_at_expiry"] = RoomFields.EndAtExpiry,
        ["max_session_seconds"] = RoomFields.MaxSessionSeconds,
        ["max_participant_seconds"] = RoomFields.MaxParticipantSeconds,
        ["solo_timeout_seconds"] = RoomFields.SoloTimeoutSeconds,
        ["idle_timeout_seconds"] = RoomFields.IdleTimeoutSeconds,
        ["budget"] = RoomFields.Budget,
        ["session_budget"] = RoomFields.SessionBudget,
        ["record"] = RoomFields.Record,
    };

    /// <summary>Which settings a body names.</summary>
    public static RoomFields GivenBy(IReadOnlySet<string> names) =>
        names.Aggregate(RoomFields.None, static (given, name) => given | Names.GetValueOrDefault(name));

    /// <summary>The settings; what a request leaves out is null.</summary>
    public static RoomSettings ToSettings(IRoomFields fields)
    {
        var rules = new RoomRules
        {
            NotBefore = fields.NotBefore,
            ExpiresAt = fields.ExpiresAt,
            StaysAfterExpiry = fields.EndAtExpiry == false,
            MaxSessionSeconds = fields.MaxSessionSeconds,
            MaxParticipantSeconds = fields.MaxParticipantSeconds,
            SoloTimeoutSeconds = fields.SoloTimeoutSeconds,
            IdleTimeoutSeconds = fields.IdleTimeoutSeconds,
            Budget = ToBudget(fields.Budget),
            SessionBudget = ToBudget(fields.SessionBudget),
        };
        return new RoomSettings
        {
            MaxParticipants = fields.MaxParticipants,
            EmptyTimeoutSeconds = fields.EmptyTimeoutSeconds,
            DepartureTimeoutSeconds = fields.DepartureTimeoutSeconds,
            Metadata = fields.Metadata,
            Labels = LabelSet.Of(fields.Labels),
            Rules = rules == RoomRules.None ? null : rules,
            Recording = RoomRecordingMapping.ToSettings(fields.Record),
        };
    }

    /// <summary>Fills what a creation leaves out.</summary>
    public static RoomSettings WithDefaults(this RoomSettings asked, RoomSettings defaults)
    {
        var (rules, others) = (asked.Rules ?? RoomRules.None, defaults.Rules ?? RoomRules.None);
        var filled = rules with
        {
            MaxSessionSeconds = rules.MaxSessionSeconds ?? others.MaxSessionSeconds,
            MaxParticipantSeconds = rules.MaxParticipantSeconds ?? others.MaxParticipantSeconds,
            SoloTimeoutSeconds = rules.SoloTimeoutSeconds ?? others.SoloTimeoutSeconds,
            IdleTimeoutSeconds = rules.IdleTimeoutSeconds ?? others.IdleTimeoutSeconds,
        };
        return asked with
        {
            MaxParticipants = asked.MaxParticipants ?? defaults.MaxParticipants,
            EmptyTimeoutSeconds = asked.EmptyTimeoutSeconds ?? defaults.EmptyTimeoutSeconds,
            DepartureTimeoutSeconds = asked.DepartureTimeoutSeconds ?? defaults.DepartureTimeoutSeconds,
            Rules = filled == RoomRules.None ? null : filled,
            Recording = asked.Recording ?? defaults.Recording,
        };
    }

    /// <summary>What is wrong with fields together.</summary>
    public static void Check(IRoomFields fields, FieldErrors errors)
    {
        if (fields.NotBefore >= fields.ExpiresAt)
        {
            errors.Add("/expires_at", "has to be later than not_before");
        }

        RoomRecordingMapping.Check(fields.Record, "/record", errors);
    }

    public static Budget? ToBudget(BudgetRequest? asked) => asked is null
        ? null
        : new Budget(
            asked.Minutes!.Value,
            asked.Action switch { "end" => BudgetAction.End, "no_new_joins" => BudgetAction.NoNewJoins, _ => BudgetAction.Alert },
            asked.NoticeSeconds ?? DefaultNoticeSeconds);
}
