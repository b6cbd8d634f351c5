using RelayKit.Api.Requests;
using RelayKit.AuditLog;
using RelayKit.Identifiers;

namespace RelayKit.Api.AuditLog;

/// <summary>Reads which entries a request asks for.</summary>
internal static class AuditLogRequest
{
    public static AuditQuery Read(HttpContext context, FieldErrors errors)
    {
        Guid? before = null;
        if (PageRequest.ReadText(context, "cursor") is { } cursor)
        {
            before = PublicId.TryParse(PublicId.AuditEntry, cursor, out var id) ? id : null;
            if (before is null)
            {
                errors.Add("?cursor", "is not one that this list gave; begin again without it");
            }
        }

        return new AuditQuery(PageRequest.ReadLimit(context, errors))
        {
            Before = before,
            Action = ReadName(context, "action", errors),
            Actor = ReadName(context, "actor", errors),
            FromMs = InstantParameter.Read(context, errors, "from"),
            ToMs = InstantParameter.Read(context, errors, "to"),
        };
    }

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
