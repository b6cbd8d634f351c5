using System.Globalization;
using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;
using RelayKit.Billing;
using RelayKit.Usage;

namespace RelayKit.Api.Billing;

/// <summary>A label's statement on A4 pages: whose, for which label and month, by kind, in all, and by day.</summary>
internal sealed class StatementPdf : IDisposable
{
    private const double Left = 56;
    private const double Right = 539;
    private const double Top = 64;
    private const double Bottom = 780;
    private const double Row = 16;

    private static readonly object Setup = new();
    private static bool _isSetUp;

    private readonly PdfDocument _document = new();
    private readonly XFont _title = new(StatementFont.Name, 18, XFontStyleEx.Bold);
    private readonly XFont _heading = new(StatementFont.Name, 10, XFontStyleEx.Bold);
    private readonly XFont _text = new(StatementFont.Name, 10);
    private readonly XPen _rule = new(XColors.Gray, 0.5);
    private XGraphics _page;
    private double _y = Top;

    private StatementPdf() => _page = AddPage();

    /// <summary>The whole file.</summary>
    /// <param name="statement">What it says.</param>
    /// <param name="issuer">Who issues it: the tenant's name.</param>
    /// <param name="now">When.</param>
    public static byte[] Write(LabelStatement statement, string issuer, DateTimeOffset now)
    {
        lock (Setup)
        {
            // The library has one place for fonts in a process, and takes it once.
            if (!_isSetUp)
            {
                GlobalFontSettings.FontResolver = new StatementFont();
                _isSetUp = true;
            }
        }

        using var pdf = new StatementPdf();
        pdf.Draw(statement, issuer, now);
        using var file = new MemoryStream();
        pdf._document.Save(file, closeStream: false);
        return file.ToArray();
    }

    private void Draw(LabelStatement statement, string issuer, DateTimeOffset now)
    {
        var period = statement.Period;
        var isComplete = statement.UpTo.ToUnixTimeMilliseconds() >= period.EndMs;
        _document.Info.Title = $"Statement {PeriodText.Of(period)}";
        _document.Info.CreationDate = now.UtcDateTime;
        Text(_title, $"Usage statement {PeriodText.Of(period)}", Row * 2);
        Text(_text, Fitting(issuer), Row);
        Text(_text, Fitting($"For {statement.Label}"), Row);
        Text(_text, isComplete ? "The whole month, UTC" : $"Up to {Instant(statement.UpTo)}; the month is not over", Row);
        Text(_text, $"Issued {Instant(now)}", Row * 2);

        Cells(_heading, "Kind", "Milliseconds", "Whole minutes");
        Rule();
        foreach (var line in statement.Lines)
        {
            Cells(_text, line.Class.IsBilled() ? line.Class.Word() : $"{line.Class.Word()} (not billed)", Number(line.Ms), Number(WholeMinutes.Floor(line.Ms)));
        }

        Rule();
        Cells(_heading, "Billed, rounded down once", Number(statement.BilledMs), Number(statement.BilledMinutes));
        _y += Row * 2;
        Cells(_heading, "Day (UTC)", "Milliseconds", "Minutes");
        Rule();
        foreach (var day in statement.Days)
        {
            Cells(_text, day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Number(day.Ms), (day.Ms / (decimal)WholeMinutes.Ms).ToString("N2", CultureInfo.InvariantCulture));
        }

        _page.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _page.Dispose();
        _document.Dispose();
    }

    private void Text(XFont font, string text, double height)
    {
        Break();
        _page.DrawString(text, font, XBrushes.Black, new XPoint(Left, _y));
        _y += height;
    }

    private void Cells(XFont font, string name, string first, string second)
    {
        Break();
        _page.DrawString(name, font, XBrushes.Black, new XPoint(Left, _y));
        RightAligned(font, first, 400);
        RightAligned(font, second, Right);
        _y += Row;
    }

    private void RightAligned(XFont font, string text, double right) =>
        _page.DrawString(text, font, XBrushes.Black, new XPoint(right - _page.MeasureString(text, font).Width, _y));

    private void Rule()
    {
        _page.DrawLine(_rule, Left, _y - (Row * 0.65), Right, _y - (Row * 0.65));
        _y += Row * 0.35;
    }

    private void Break()
    {
        if (_y > Bottom)
        {
            _page.Dispose();
            _page = AddPage();
            _y = Top;
        }
    }

    private XGraphics AddPage()
    {
        var page = _document.AddPage();
        page.Size = PageSize.A4;
        return XGraphics.FromPdfPage(page);
    }

    /// <summary>A name of any length on one line.</summary>
    private string Fitting(string text)
    {
        var most = text.Length;
        while (most > 1 && _page.MeasureString(text[..most], _text).Width > Right - Left)
        {
            most -= Math.Max(1, most / 10);
        }

        return most == text.Length ? text : $"{text[..most]}…";
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
