using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using RelayKit.Api.Usage.Export;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Testing.Histories;
using RelayKit.Usage;
using RelayKit.Usage.Export;

namespace RelayKit.UnitTests.Api.Usage.Export;

public sealed class UsageExportWriterTests
{
    private const int RowsInAPage = 500;
    private const long StartMs = 1_796_068_800_000;

    private static readonly UsageExportQuery Query = new(new MeterKey(new TenantId(Guid.CreateVersion7()), Mode.Live), StartMs, StartMs + 60_000);

    private int _pagesRead;

    [Fact]
    public async Task A_reader_who_is_slow_holds_the_export_back_and_misses_nothing()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
        await using var pages = Pages(1_000).GetAsyncEnumerator();
        var isThereOne = await pages.MoveNextAsync();

        // All but the flush is done at once, so this returns when the pipe is full.
        var written = UsageExportWriter.WriteAsync(pipe.Writer, new UsageCsv(), Query, pages, isThereOne, CancellationToken.None);
        Assert.False(written.IsCompleted);
        Assert.InRange(_pagesRead, 1, 2);

        var lines = CountLinesAsync(pipe.Reader);
        await written;
        await pipe.Writer.CompleteAsync();

        Assert.Equal(1 + (1_000 * RowsInAPage), await lines);
    }

    [Fact]
    public async Task A_reader_who_is_gone_ends_it()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
        await using var pages = Pages(1_000).GetAsyncEnumerator();
        var written = UsageExportWriter.WriteAsync(pipe.Writer, new UsageNdjson(), Query, pages, await pages.MoveNextAsync(), CancellationToken.None);

        await pipe.Reader.CompleteAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => written);
        Assert.InRange(_pagesRead, 1, 2);
    }

    [Fact]
    public async Task Both_formats_say_the_same_of_each_participant_session()
    {
        var csv = CsvText.Parse(Encoding.UTF8.GetString(await WriteAsync(new UsageCsv())));
        var json = Encoding.UTF8.GetString(await WriteAsync(new UsageNdjson())).Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.Equal(json[0].EnumerateObject().Select(field => field.Name), csv[0]);
        Assert.Equal(RowsInAPage, json.Count);
        Assert.Equal(
            json.Select(row => row.EnumerateObject().Select(field => Text(field.Value)).ToArray()),
            csv.Skip(1).Select(record => record.Select(CsvText.Restore).ToArray()));
    }

    [Fact]
    public async Task Of_a_connection_that_crosses_an_edge_the_whole_and_the_part_are_told()
    {
        var rows = Encoding.UTF8.GetString(await WriteAsync(new UsageNdjson())).Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement).ToList();

        // Row 0 began ten seconds early and lasted for fifteen; row 1 goes on.
        Assert.Equal((15_000, 5_000), (rows[0].GetProperty("duration_ms").GetInt64(), rows[0].GetProperty("counted_ms").GetInt64()));
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("duration_ms").ValueKind);
        Assert.Equal(59_000, rows[1].GetProperty("counted_ms").GetInt64());
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Object => string.Join(',', value.EnumerateObject().Select(label => $"{label.Name}={label.Value.GetString()}")),
        _ => value.GetRawText(),
    };

    private async Task<byte[]> WriteAsync(UsageExportFormat format)
    {
        using var stream = new MemoryStream();
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await using var pages = Pages(1).GetAsyncEnumerator();
        await UsageExportWriter.WriteAsync(output, format, Query, pages, await pages.MoveNextAsync(), CancellationToken.None);
        await output.CompleteAsync();
        return stream.ToArray();
    }

    private async IAsyncEnumerable<IReadOnlyList<ExportedParticipant>> Pages(int count)
    {
        for (var page = 0; page < count; page++)
        {
            _pagesRead++;
            yield return [.. Enumerable.Range(0, RowsInAPage).Select(Participant)];
        }

        await Task.CompletedTask;
    }

    private static ExportedParticipant Participant(int number) => new("standup", "RM_1", new ParticipantRow
    {
        // Always the same, since the pages are made anew for each format.
        Id = new Guid(number, 1, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
        SessionId = new Guid(number, 2, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
        LiveKitSid = $"PA_{number}",
        Identity = number % 2 == 0 ? $"=person-{number}" : $"'person,{number}",
        Name = number % 3 == 0 ? "" : $"Per\"son\"\n{number}",
        Class = (ParticipantClass)(number % ParticipantClasses.Count),
        Connected = number % 2 == 0 ? new ConnectedInterval(StartMs - 10_000, StartMs + 5_000) : new ConnectedInterval(StartMs + 1_000, null),
        DisconnectReason = number % 2 == 0 ? "client_initiated" : null,
        JoinEventId = $"EV_{number}",
        LeaveEventId = number % 2 == 0 ? $"EV_left_{number}" : null,
        Labels = History.LabelsOf[number % History.LabelsOf.Count] ?? LabelSet.Empty,
    });

    private static async Task<long> CountLinesAsync(PipeReader reader)
    {
        var lines = 0L;
        while (true)
        {
            var read = await reader.ReadAsync();
            foreach (var piece in read.Buffer)
            {
                lines += piece.Span.Count((byte)'\r');
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return lines;
            }
        }
    }
}
