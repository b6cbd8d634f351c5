using PdfSharp.Fonts;

namespace RelayKit.Api.Billing;

/// <summary>The one typeface of statements, which this assembly carries: a server has no fonts of its own. Its licence lies beside it.</summary>
internal sealed class StatementFont : IFontResolver
{
    public const string Name = "Statement";

    private const string Resource = "RelayKit.Api.Billing.Fonts.DejaVuSansCondensed.ttf";

    private static readonly Lazy<byte[]> Bytes = new(Read);

    public byte[] GetFont(string faceName) => Bytes.Value;

    public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) => new(Name, mustSimulateBold: isBold, mustSimulateItalic: false);

    private static byte[] Read()
    {
        using var stream = typeof(StatementFont).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
