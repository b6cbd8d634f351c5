using System.Globalization;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Identifiers;

namespace RelayKit.Api.Requests;

/// <summary>The query parameters of every list: <c>limit</c> (1 to 100, default 20) and <c>cursor</c>.</summary>
internal static class PageRequest
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    public static int ReadLimit(HttpContext context, FieldErrors errors) => ReadLimit(context, errors, DefaultLimit, MaxLimit);

    /// <summary>As the other, for a list whose items are so small that more of them make a page.</summary>
    public static int ReadLimit(HttpContext context, FieldErrors errors, int usual, int most)
    {
        var text = context.Request.Query["limit"].ToString();
        if (text.Length == 0)
        {
            return usual;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit < 1 || limit > most)
        {
            errors.Add("?limit", $"has to be a whole number from 1 to {most}");
        }

        return limit;
    }

    /// <summary>The id that the page before ended with, in a list that goes by ids; null for the first page.</summary>
    public static Guid? ReadCursor(HttpContext context, string prefix, FieldErrors errors)
    {
        if (ReadText(context, "cursor") is not { } cursor)
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

    public static string? ReadText(HttpContext context, string name)
    {
        var text = context.Request.Query[name].ToString();
        return text.Length == 0 ? null : text;
    }

    /// <summary>One of some words; null when it is not there.</summary>
    public static string? ReadWord(HttpContext context, string name, FieldErrors errors, params ReadOnlySpan<string> words)
    {
        var text = ReadText(context, name);
        if (text is not null && !words.Contains(text))
        {
            errors.Add($"?{name}", $"has to be {string.Join(" or ", words.ToArray())}");
        }

        return text;
    }

    /// <summary><c>true</c> or <c>false</c>; left out, false.</summary>
    public static bool ReadFlag(HttpContext context, string name, FieldErrors errors) =>
        ReadWord(context, name, errors, "true", "false") == "true";

    public static void RefuseUnknown(HttpContext context, FieldErrors errors, params ReadOnlySpan<string> known)
    {
        foreach (var name in context.Request.Query.Keys)
        {
            // A session has no mode of its own, so any request by one may name it.
            if (!known.Contains(name) && !(name == "mode" && CurrentAccount.Find(context) is not null))
            {
                errors.Add($"?{name}", known.IsEmpty
                    ? "is not a parameter here; leave it out, since this route takes none"
                    : $"is not a parameter here; leave it out or check its spelling: there are {string.Join(", ", known)}");
            }
        }
    }
}
