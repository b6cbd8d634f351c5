using RelayKit.Api.Authentication;

namespace RelayKit.Api.Requests;

/// <summary>The query parameter <c>mode</c>: live or test, and without it as the API key is.</summary>
internal static class ModeParameter
{
    public static Mode Read(HttpContext context, FieldErrors errors)
    {
        var mode = CurrentTenant.Of(context).Mode;
        if (PageRequest.ReadText(context, "mode") is { } text && !ModeText.TryParseWord(text, out mode))
        {
            errors.Add("?mode", "has to be live or test");
        }

        return mode;
    }
}
