namespace RelayKit.Api.Requests;

/// <summary>Query parameters that are instants in RFC 3339.</summary>
internal static class InstantParameter
{
    /// <summary>The instant in Unix milliseconds; null where the parameter is not given, or is wrong, which is then among the errors.</summary>
    public static long? Read(HttpContext context, FieldErrors errors, string name)
    {
        if (PageRequest.ReadText(context, name) is not { } text)
        {
            return null;
        }

        if (!Rfc3339Converter.TryParse(text, out var instant))
        {
            errors.Add($"?{name}", "has to be an RFC 3339 time with an offset, such as 2026-11-23T15:04:05.000Z");
            return null;
        }

        return instant.ToUnixTimeMilliseconds();
    }
}
