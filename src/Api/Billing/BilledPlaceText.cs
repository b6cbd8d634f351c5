using System.Buffers.Text;
using System.Text;
using RelayKit.Billing;

namespace RelayKit.Api.Billing;

/// <summary>A place in what a line is added up from, as an opaque text.</summary>
internal static class BilledPlaceText
{
    private const int MaxLength = 500;

    public static string Write(BilledPlace place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{place.Id:n}{place.LiveKitSid}"));

    public static bool TryParse(string text, out BilledPlace? place)
    {
        place = null;
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
        {
            return false;
        }

        var read = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        if (read.Length < 32 || !Guid.TryParseExact(read[..32], "n", out var id) || !StorableText.IsStorable(read))
        {
            return false;
        }

        place = new BilledPlace(id, read[32..]);
        return true;
    }
}
