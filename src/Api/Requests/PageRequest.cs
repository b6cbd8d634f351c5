using System.Globalization;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Problems;
using RelayKit.Identifiers;
using RelayKit.Rooms;

namespace RelayKit.Api.Requests;

/// <summary>The query parameters of every list: <c>limit</c> (1 to 100, default 20) and <c>cursor</c>.</summary>
internal static class PageRequest
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;
    private const string NotACursor = "is not one that this list gave; begin again without it";

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

        errors.Add("?cursor", NotACursor);
        return null;
    }

    /// <summary>Takes the text of a cursor apart; false where it is none of the list's.</summary>
    public delegate bool CursorForm<T>(string text, out T place);

    /// <summary>The place that the page before ended at, in a list that goes by something else than ids; <paramref name="first"/> for the first page.</summary>
    public static T ReadCursor<T>(HttpContext context, FieldErrors errors, CursorForm<T> form, T first)
    {
        if (ReadText(context, "cursor") is not { } cursor)
        {
            return first;
        }

        if (form(cursor, out var place))
        {
            return place;
        }

        errors.Add("?cursor", NotACursor);
        return first;
    }

    /// <summary>Reads what a list is asked by that goes by ids and takes nothing but the parameters of every list.</summary>
    /// <param name="context">The request.</param>
    /// <param name="prefix">The prefix of the ids.</param>
    /// <param name="limit">How many items a page has.</param>
    /// <param name="before">The id that the page before ended with; null for the first page.</param>
    /// <returns>The problem to answer with; null where there is none.</returns>
    public static ProblemResult? Refuse(HttpContext context, string prefix, out int limit, out Guid? before)
    {
        var errors = new FieldErrors();
        RefuseUnknown(context, errors, "limit", "cursor");
        limit = ReadLimit(context, errors);
        before = ReadCursor(context, prefix, errors);
        return errors.Any ? errors.ToProblem() : null;
    }

    /// <summary>The name of a room; null when it is not there.</summary>
    public static string? ReadRoomName(HttpContext context, string name, FieldErrors errors)
    {
        var text = ReadText(context, name);
        if (text is not null && !RoomName.IsValid(text))
        {
            errors.Add($"?{name}", $"has to be 1 to {RoomName.MaxLength} of A-Z a-z 0-9 . _ : -");
        }

        return text;
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
