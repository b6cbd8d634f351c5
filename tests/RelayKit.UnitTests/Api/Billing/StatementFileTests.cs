using System.Text;
using PdfSharp.Pdf.IO;
using RelayKit.Api.Billing;
using RelayKit.Billing;
using RelayKit.Labels;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Api.Billing;

/// <summary>A label's statement as a file.</summary>
public sealed class StatementFileTests
{
    private static readonly UsagePeriod November = UsagePeriod.Containing(new DateTimeOffset(2026, 11, 5, 0, 0, 0, TimeSpan.Zero));

    private static readonly LabelStatement Statement = new(
        new Label("customer", "acme; Köln"),
        November,
        DateTimeOffset.FromUnixTimeMilliseconds(November.EndMs),
        [new(ParticipantClass.Standard, 3_661_000), new(ParticipantClass.Egress, 60_000)],
        [.. Enumerable.Range(1, 30).Select(static day => new StatementDay(new DateOnly(2026, 11, day), 122_034))]);

    [Fact]
    public void As_CSV_it_has_a_line_for_each_kind_and_day_and_one_for_all()
    {
        var lines = Encoding.UTF8.GetString(StatementCsv.Write(Statement)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(1 + 2 + 30 + 1, lines.Length);
        Assert.Equal("label,period,what,name,billed,participant_ms,minutes", lines[0]);
        Assert.Equal("\"customer=acme; Köln\",2026-11,kind,standard,true,3661000,61", lines[1]);
        Assert.Equal("\"customer=acme; Köln\",2026-11,kind,egress,false,60000,1", lines[2]);
        Assert.Equal("\"customer=acme; Köln\",2026-11,total,billed,true,3661000,61", lines[^1]);
    }

    [Fact]
    public void As_PDF_it_is_pages_that_can_be_read()
    {
        var file = StatementPdf.Write(Statement with { Days = [.. Enumerable.Repeat(Statement.Days[0], 90)] }, "Größe & Söhne 株式会社 Привет", DateTimeOffset.UnixEpoch);

        Assert.Equal("%PDF"u8, file.AsSpan(0, 4));
        using var read = PdfReader.Open(new MemoryStream(file), PdfDocumentOpenMode.Import);
        Assert.Equal((3, "Statement 2026-11"), (read.PageCount, read.Info.Title));
    }

    [Fact]
    public void A_name_of_any_length_stays_on_one_line() =>
        Assert.NotEmpty(StatementPdf.Write(Statement with { Days = [] }, new string('m', 5_000), DateTimeOffset.UnixEpoch));
}
