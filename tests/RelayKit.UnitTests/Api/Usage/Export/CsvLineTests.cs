using System.Buffers;
using System.Text;
using CsCheck;
using RelayKit.Api.Usage.Export;
using RelayKit.Testing;

namespace RelayKit.UnitTests.Api.Usage.Export;

public sealed class CsvLineTests
{
    private static readonly string[] Known =
        ["=HYPERLINK(\"http://x\";\"y\")", "@SUM(1)", "'=1", "''", "\"", "\"\"", "a,b", "a\r\nb", "\ud83d\ude00", "-1", "+1", " =1"];

    /// <summary>Text that looks for trouble: what CSV, spreadsheets and UTF-8 have a meaning for, more often than by chance.</summary>
    private static readonly Gen<string> Trouble = Gen.OneOf(
        Gen.Char["=+-@\t\r\n'\",; 0aé漢"].Array[0, 6].Select(letters => new string(letters)),
        Gen.Int[0, Known.Length - 1].Select(i => Known[i]));

    [Fact]
    public void Whatever_the_text_it_is_read_back() => Trouble.Array[1, 5].Array[1, 4].Where(IsOneLength).Sample(records =>
    {
        var read = CsvText.Parse(Write(records));

        Assert.Equal(records, read.Select(record => record.Select(CsvText.Restore).ToArray()));
    });

    [Fact]
    public void No_field_begins_with_what_a_spreadsheet_runs() => Trouble.Sample(text =>
        Assert.DoesNotContain(CsvText.Parse(Write([["first", text]])).Single()[1].FirstOrDefault(), "=+-@\t\r\n"));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a b", "a b")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("a;b", "\"a;b\"")]
    public void A_field_is_quoted_where_it_has_to_be(string text, string expected) => Assert.Equal($"{expected}\r\n", Write([[text]]));

    [Fact]
    public void Numbers_instants_and_truths_are_as_in_JSON()
    {
        var output = new ArrayBufferWriter<byte>();
        var line = new CsvLine(output);
        line.Number(long.MinValue);
        line.Number(null);
        line.Instant(DateTimeOffset.FromUnixTimeMilliseconds(1_796_068_800_007));
        line.Instant(null);
        line.Truth(true);
        line.Truth(false);
        line.End();

        Assert.Equal("-9223372036854775808,,2026-11-30T20:00:00.007Z,,true,false\r\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static bool IsOneLength(string[][] records) => records.All(record => record.Length == records[0].Length);

    private static string Write(string[][] records)
    {
        var output = new ArrayBufferWriter<byte>();
        var line = new CsvLine(output);
        foreach (var record in records)
        {
            foreach (var field in record)
            {
                line.Text(field);
            }

            line.End();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
