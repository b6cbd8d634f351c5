using System.Buffers;
using System.Text.Json;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Usage.Export;

/// <summary>How an export is written. One for each export, since it holds what it writes with.</summary>
internal abstract class UsageExportFormat
{
    /// <summary>The media type of the answer.</summary>
    public abstract string ContentType { get; }

    /// <summary>The file name's ending.</summary>
    public abstract string Extension { get; }

    /// <summary>What comes before the first row.</summary>
    public abstract void WriteHead(IBufferWriter<byte> output);

    /// <summary>One participant session.</summary>
    public abstract void WriteRow(IBufferWriter<byte> output, UsageExportRow row);
}

/// <summary>Comma-separated values with a line of names first; <see cref="CsvLine"/> says how.</summary>
internal sealed class UsageCsv : UsageExportFormat
{
    public const string MediaType = "text/csv";

    public override string ContentType => $"{MediaType}; charset=utf-8";

    public override string Extension => "csv";

    public override void WriteHead(IBufferWriter<byte> output)
    {
        var line = new CsvLine(output);
        foreach (var field in ApiJson.Default.UsageExportRow.Properties)
        {
            line.Text(field.Name);
        }

        line.End();
    }

    /// <summary>In the order of the record's members, which is that of the names.</summary>
    public override void WriteRow(IBufferWriter<byte> output, UsageExportRow row)
    {
        var line = new CsvLine(output);
        line.Text(row.SessionId);
        line.Text(row.Room);
        line.Text(row.LivekitRoomSid);
        line.Text(row.ParticipantSessionId);
        line.Text(row.LivekitParticipantSid);
        line.Text(row.Identity);
        line.Text(row.Name);
        line.Text(row.Kind);
        line.Instant(row.JoinedAt);
        line.Instant(row.LeftAt);
        line.Number(row.DurationMs);
        line.Number(row.CountedMs);
        line.Text(row.Evidence);
        line.Text(row.DisconnectReason);
        line.Truth(row.Billed);
        line.Text(row.JoinEventId);
        line.Text(row.LeaveEventId);
        line.Text(string.Join(',', row.Labels.Select(static label => $"{label.Key}={label.Value}")));
        line.End();
    }
}

/// <summary>A JSON object on each line, every field as it is.</summary>
internal sealed class UsageNdjson : UsageExportFormat
{
    public const string MediaType = "application/x-ndjson";

    public override string ContentType => MediaType;

    public override string Extension => "ndjson";

    public override void WriteHead(IBufferWriter<byte> output)
    {
    }

    public override void WriteRow(IBufferWriter<byte> output, UsageExportRow row)
    {
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = ApiJson.Default.Options.Encoder, SkipValidation = true }))
        {
            JsonSerializer.Serialize(writer, row, ApiJson.Default.UsageExportRow);
        }

        output.Write("\n"u8);
    }
}
