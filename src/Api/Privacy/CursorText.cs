using RelayKit.Api.Requests;
using RelayKit.Identifiers;

namespace RelayKit.Api.Privacy;

/// <summary>Reads the cursor of a list that goes by ids.</summary>
internal static class CursorText
{
    /// <summary>The id that the page before ended with; null for the first page.</summary>
    public static Guid? Read(HttpContext context, string prefix, FieldErrors errors)
    {
        if (PageRequest.ReadText(context, "cursor") is not { } cursor)
        {
            return null;
        }

        if (PublicId.TryParse(prefix, cursor, out var id))
        {
            return id;
        }

        errors.Add("?cursor", "is not one that this list gave; begin again without it");
        return null;
    }
}
