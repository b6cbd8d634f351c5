using System.Globalization;

namespace RelayKit.ObjectStorage;

/// <summary>
/// How a tenant's files are named below its prefix, with LiveKit's variables and one of ours: <c>{room_name}/{time}-{recording_id}</c>.
/// RelayKit fills in every variable itself, so that a file's key is known before it is written and LiveKit has none left to fill in.
/// </summary>
public sealed record KeyTemplate
{
    /// <summary>The longest template.</summary>
    public const int MaxLength = 256;

    /// <summary>The variable that each template has: no file can then take another's place, and one whose start was never answered is found by it.</summary>
    public const string RecordingId = "{recording_id}";

    /// <summary>What stands where a tenant has set none.</summary>
    public static readonly KeyTemplate Default = new("{room_name}/{time}-{recording_id}");

    private KeyTemplate(string text) => Text = text;

    /// <summary>The template.</summary>
    public string Text { get; }

    /// <summary>The variables that a template may have.</summary>
    public static IReadOnlyList<string> Variables { get; } =
        ["{recording_id}", "{room_name}", "{room_id}", "{time}", "{utc}", "{publisher_identity}", "{track_id}"];

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="template">The template, when it is one.</param>
    /// <param name="reason">What is wrong with it and how to mend it, when it is none.</param>
    public static bool TryParse(string text, out KeyTemplate template, out string reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        template = Default;
        reason = Fault(text);
        if (reason.Length > 0)
        {
            return false;
        }

        template = new KeyTemplate(text);
        return true;
    }

    /// <summary>The path of a file below the prefix, without extension.</summary>
    public string Render(KeyValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var started = values.StartedAt.UtcDateTime;
        return Text
            .Replace("{recording_id}", values.RecordingId, StringComparison.Ordinal)
            .Replace("{room_name}", values.RoomName ?? "web", StringComparison.Ordinal)
            .Replace("{room_id}", values.SessionId ?? "web", StringComparison.Ordinal)
            .Replace("{time}", started.ToString("yyyy-MM-dd'T'HHmmss", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{utc}", started.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{publisher_identity}", values.Identity ?? "all", StringComparison.Ordinal)
            .Replace("{track_id}", values.TrackSid ?? "all", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Fault(string text)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return $"A template has 1 to {MaxLength} characters.";
        }

        if (!text.Contains(RecordingId, StringComparison.Ordinal))
        {
            return $"Add {RecordingId}: without it one recording could take the place of another.";
        }

        // What stands for a variable is of plain letters too: so the path is safe if it is with letters in their places.
        var plain = Variables.Aggregate(text, static (rest, variable) => rest.Replace(variable, "x", StringComparison.Ordinal));
        if (plain.AsSpan().IndexOfAny('{', '}') >= 0)
        {
            return $"The variables are {string.Join(", ", Variables)}.";
        }

        return ObjectKey.IsPath(plain)
            ? ""
            : "Steps between slashes are of letters, digits, spaces within and ! - _ . = @ + : ( ) , and none is empty or of dots alone; no slash stands at the begin or end.";
    }
}

/// <summary>What a file's name is made of.</summary>
/// <param name="RecordingId">The recording's public id.</param>
/// <param name="RoomName">The tenant's name of the room; null for a web page.</param>
/// <param name="SessionId">The session's public id, which stands for LiveKit's sid of the room; null for a web page.</param>
/// <param name="Identity">The participant that is recorded; null for all.</param>
/// <param name="TrackSid">The track that is recorded; null for all.</param>
/// <param name="StartedAt">When the start was asked for.</param>
public sealed record KeyValues(
    string RecordingId, string? RoomName, string? SessionId, string? Identity, string? TrackSid, DateTimeOffset StartedAt);
