using System.Globalization;
using System.Net;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.RequestLogs;

namespace RelayKit.Api.RequestLogs;

/// <summary>Reads the query of a list of requests.</summary>
internal static class RequestLogFilters
{
    public static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly string[] Known =
        ["limit", "cursor", "from", "to", "method", "route", "status", "code", "key_id", "ip", "id"];

    private const int MaxRoute = 200;

    /// <summary>What is asked for, as far as it makes sense; what does not is among the errors.</summary>
    public static RequestLogQuery Read(HttpContext context, RequestLogQuery query, FieldErrors errors)
    {
        PageRequest.RefuseUnknown(context, errors, Known);
        var (status, statusClass) = ReadStatus(context, errors);
        return query with
        {
            Limit = PageRequest.ReadLimit(context, errors),
            Before = PageRequest.ReadCursor(context, PublicId.Request, errors),
            FromMs = InstantParameter.Read(context, errors, "from"),
            ToMs = InstantParameter.Read(context, errors, "to"),
            Method = PageRequest.ReadWord(context, "method", errors, Methods),
            Route = ReadRoute(context, errors),
            Status = status,
            StatusClass = statusClass,
            Code = ReadCode(context, errors),
            KeyId = ReadId(context, errors, "key_id", PublicId.ApiKey, "has to be key_ and 26 characters"),
            Address = ReadAddress(context, errors),
            Id = ReadId(context, errors, "id", PublicId.Request, "has to be req_ and 26 characters, as in Request-Id"),
        };
    }

    private static Guid? ReadId(HttpContext context, FieldErrors errors, string name, string prefix, string mend)
    {
        if (PageRequest.ReadText(context, name) is not { } text)
        {
            return null;
        }

        if (!PublicId.TryParse(prefix, text, out var id))
        {
            errors.Add($"?{name}", mend);
            return null;
        }

        return id;
    }

    private static (int? Status, int? Class) ReadStatus(HttpContext context, FieldErrors errors)
    {
        switch (PageRequest.ReadText(context, "status"))
        {
            case null:
                return (null, null);
            case [>= '1' and <= '5' and var first, 'x', 'x']:
                return (null, first - '0');
            case { Length: 3 } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 599:
                return (status, null);
            default:
                errors.Add("?status", "has to be a status such as 404, or a class of them such as 4xx");
                return (null, null);
        }
    }

    private static string? ReadRoute(HttpContext context, FieldErrors errors)
    {
        var route = PageRequest.ReadText(context, "route");
        if (route is not null && (route.Length > MaxRoute || !route.StartsWith('/') || !StorableText.IsStorable(route)))
        {
            errors.Add("?route", "has to be the template of a route, such as /v1/rooms/{room}");
        }

        return route;
    }

    private static string? ReadCode(HttpContext context, FieldErrors errors)
    {
        var code = PageRequest.ReadText(context, "code");
        if (code is not null && !ProblemKinds.ByCode.ContainsKey(code))
        {
            errors.Add("?code", "is none of the codes at /docs/errors");
        }

        return code;
    }

    private static IPAddress? ReadAddress(HttpContext context, FieldErrors errors)
    {
        if (PageRequest.ReadText(context, "ip") is not { } text)
        {
            return null;
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            errors.Add("?ip", "has to be an IP address, such as 203.0.113.7 or 2001:db8::1");
            return null;
        }

        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
