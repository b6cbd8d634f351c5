using System.Globalization;
using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>The paths of files, as workers make them of what the request says.</summary>
internal sealed class EgressNames
{
    private static readonly string[] Extensions = [".mp4", ".ogg", ".mp3", ".ivf", ".webm", ".m3u8", ".ts", ".jpeg"];

    private readonly Dictionary<string, string> _values;
    private readonly string _identifier;
    private readonly string _time;

    public EgressNames(EgressRequest request, string roomSid, DateTimeOffset now)
    {
        _identifier = request.Identifier;
        _time = now.ToString("yyyy-MM-dd'T'HHmmss", CultureInfo.InvariantCulture);
        _values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["{time}"] = _time,
            ["{utc}"] = now.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture),
            ["{retry}"] = "",
        };
        if (!request.IsWeb)
        {
            _values["{room_name}"] = request.RoomName;
            _values["{room_id}"] = roomSid;
        }

        if (request.Identity is { } identity)
        {
            _values["{publisher_identity}"] = identity;
        }
    }

    /// <summary>Learns of the track that is recorded and of who publishes it.</summary>
    public void Know(string publisher, TrackInfo track)
    {
        _values["{publisher_identity}"] = publisher;
        _values["{track_id}"] = track.Sid;
        _values["{track_type}"] = track.Type.ToString().ToLowerInvariant();
        _values["{track_source}"] = track.Source.ToString().ToLowerInvariant();
    }

    /// <summary>The path of a file, with the extension of its type.</summary>
    public string File(EncodedFileOutput output, bool audioOnly) => Named(output.Filepath, Extension(output.FileType, audioOnly));

    /// <summary>The prefix of segments and the paths of both playlists; the second is empty where none is asked for.</summary>
    public (string Prefix, string Playlist, string LivePlaylist) Segments(SegmentedFileOutput output)
    {
        var prefix = Fill(Clean(output.FilenamePrefix));
        prefix = prefix.Length == 0 || prefix.EndsWith('/') ? $"{prefix}{_identifier}-{_time}" : prefix;
        var folder = prefix[..(prefix.LastIndexOf('/') + 1)];
        var playlist = Named(output.PlaylistName, ".m3u8");
        playlist = playlist.Contains('/', StringComparison.Ordinal) ? playlist : folder + playlist;
        var live = output.LivePlaylistName.Length == 0 ? "" : Named(output.LivePlaylistName, ".m3u8");
        return (prefix, playlist, live.Length == 0 ? "" : playlist[..(playlist.LastIndexOf('/') + 1)] + live[(live.LastIndexOf('/') + 1)..]);
    }

    private static string Extension(EncodedFileType type, bool audioOnly) => type switch
    {
        EncodedFileType.Mp4 => ".mp4",
        EncodedFileType.Mp3 => ".mp3",
        EncodedFileType.Ogg => ".ogg",
        _ => audioOnly ? ".ogg" : ".mp4",
    };

    private string Named(string given, string extension)
    {
        var path = Fill(Clean(given));
        if (path.Length == 0 || path.EndsWith('/'))
        {
            return $"{path}{_identifier}-{_time}{extension}";
        }

        if (path.EndsWith(extension, StringComparison.Ordinal))
        {
            return path;
        }

        var wrong = Extensions.FirstOrDefault(known => path.EndsWith(known, StringComparison.Ordinal)) ?? "";
        return path[..^wrong.Length] + extension;
    }

    private string Fill(string path) => _values.Aggregate(path, (filled, value) => filled.Replace(value.Key, value.Value, StringComparison.Ordinal));

    /// <summary>Without steps that are empty or dots; a step up takes the one before it away, if there is one.</summary>
    private static string Clean(string path)
    {
        var steps = new List<string>();
        foreach (var step in path.Split('/').Where(step => step.Length > 0 && step != "."))
        {
            if (step != "..")
            {
                steps.Add(step);
            }
            else if (steps.Count > 0)
            {
                steps.RemoveAt(steps.Count - 1);
            }
        }

        var root = path.StartsWith('/') ? "/" : "";
        return root + string.Join('/', steps) + (steps.Count > 0 && path.EndsWith('/') ? "/" : "");
    }
}
