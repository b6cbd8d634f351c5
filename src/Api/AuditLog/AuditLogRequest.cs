using RelayKit.Api.Requests;
using RelayKit.AuditLog;
using RelayKit.Identifiers;

namespace RelayKit.Api.AuditLog;

/// <summary>Reads which entries a request asks for.</summary>
internal static class AuditLogRequest
{
    public static AuditQuery Read(HttpContext context, FieldErrors errors) => new(PageRequest.ReadLimit(context, errors))
    {
        Before = PageRequest.ReadCursor(context, PublicId.AuditEntry, errors),
        Action = ReadName(context, "action", errors),
        Actor = ReadName(context, "actor", errors),
        FromMs = InstantParameter.Read(context, errors, "from"),
        ToMs = InstantParameter.Read(context, errors, "to"),
    };

    private static string? ReadName(HttpContext context, string name, FieldErrors errors)
    {
        var text = PageRequest.ReadText(context, name);
        if (text is not null && !AuditedAnswer.IsName(text))
        {
            errors.Add($"?{name}", "has to be 1 to 64 of A-Z a-z 0-9 _ -");
            return null;
        }

        return text;
    }
}
