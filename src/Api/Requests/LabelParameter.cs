using RelayKit.Labels;

namespace RelayKit.Api.Requests;

/// <summary>The query parameter <c>label</c>: <c>name=value</c>.</summary>
internal static class LabelParameter
{
    /// <summary>The label; null when it is not there, or is none.</summary>
    public static Label? Read(HttpContext context, FieldErrors errors)
    {
        if (PageRequest.ReadText(context, "label") is not { } text)
        {
            return null;
        }

        if (Label.TryParse(text, out var label))
        {
            return label;
        }

        errors.Add("?label", "has to be name=value, as a room's labels have it");
        return null;
    }
}
