using System.Globalization;
using System.Text;

namespace RelayKit.LiveKit;

/// <summary>
/// Finds a node's traffic in its metrics, which are in Prometheus' text format: a sample is <c>name{label="value",…} number</c>, with
/// <c>\\</c>, <c>\"</c> and <c>\n</c> in label values. Whatever else is in there is passed over.
/// </summary>
internal static class NodeMetricsText
{
    private const string PacketBytes = "livekit_packet_bytes";
    private const string StartTime = "process_start_time_seconds";

    /// <summary>The nodes that the text tells of: one, where it is LiveKit's own.</summary>
    public static IReadOnlyList<NodeTraffic> Read(string text)
    {
        var nodes = new Dictionary<string, NodeTraffic>(StringComparer.Ordinal);
        var startedAtMs = default(long?);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(PacketBytes) && TryReadSample(line[PacketBytes.Length..], out var labels, out var value))
            {
                Add(nodes, labels, value);
            }
            else if (line.StartsWith(StartTime) && TryReadSample(line[StartTime.Length..], out _, out var seconds))
            {
                startedAtMs = (long)(seconds * 1000);
            }
        }

        return [.. nodes.Values.Select(node => node with { StartedAtMs = startedAtMs })];
    }

    private static void Add(Dictionary<string, NodeTraffic> nodes, Dictionary<string, string> labels, decimal bytes)
    {
        var id = labels.GetValueOrDefault("node_id", "");
        var node = nodes.GetValueOrDefault(id) ?? new NodeTraffic(id, null, 0, 0);
        nodes[id] = labels.GetValueOrDefault("direction") switch
        {
            "incoming" => node with { IncomingBytes = node.IncomingBytes + (long)bytes },
            "outgoing" => node with { OutgoingBytes = node.OutgoingBytes + (long)bytes },
            _ => node,
        };
    }

    /// <summary>Reads what follows a metric's name. No sample where the name goes on, as <c>…_created</c> does, or the number is no count.</summary>
    private static bool TryReadSample(ReadOnlySpan<char> rest, out Dictionary<string, string> labels, out decimal value)
    {
        labels = new Dictionary<string, string>(StringComparer.Ordinal);
        value = 0;
        if (rest is ['{', ..] && !TryReadLabels(ref rest, labels))
        {
            return false;
        }

        if (rest is not [' ' or '\t', ..])
        {
            return false;
        }

        rest = rest.Trim();
        var end = rest.IndexOfAny(' ', '\t');
        var number = end < 0 ? rest : rest[..end];
        return decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= long.MaxValue;
    }

    private static bool TryReadLabels(ref ReadOnlySpan<char> rest, Dictionary<string, string> labels)
    {
        rest = rest[1..];
        while (rest is not ['}', ..])
        {
            var equals = rest.IndexOf("=\"");
            if (equals < 0)
            {
                return false;
            }

            var name = rest[..equals].Trim().ToString();
            rest = rest[(equals + 2)..];
            if (!TryReadValue(ref rest, out var value))
            {
                return false;
            }

            labels[name] = value;
            rest = rest is [',', ..] ? rest[1..].TrimStart() : rest;
        }

        rest = rest[1..];
        return true;
    }

    private static bool TryReadValue(ref ReadOnlySpan<char> rest, out string value)
    {
        var read = new StringBuilder();
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                value = read.ToString();
                rest = rest[(i + 1)..];
                return true;
            }

            if (rest[i] == '\\' && i + 1 < rest.Length)
            {
                i++;
                read.Append(rest[i] == 'n' ? '\n' : rest[i]);
            }
            else
            {
                read.Append(rest[i]);
            }
        }

        value = "";
        return false;
    }
}
