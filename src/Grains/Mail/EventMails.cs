using System.Globalization;
using System.Text.Json;
using RelayKit.ApiKeys;
using RelayKit.Events;
using RelayKit.Mail.Templates;

namespace RelayKit.Mail;

/// <summary>
/// The events of a tenant's log that its owners are mailed of. The database enqueues a mail in the transaction that writes the event (migration 0034 names
/// the same types); this says what is in it.
/// </summary>
public static class EventMails
{
    /// <summary>The types of which some are mailed.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        TenantEventTypes.UsageThresholdReached, TenantEventTypes.UsageCapReached, TenantEventTypes.TenantSuspended, TenantEventTypes.TenantResumed,
        TenantEventTypes.ApiKeyRevoked,
    ];

    /// <summary>What the owners are told of an event; null where they are told nothing.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="data">Its data.</param>
    /// <remarks>
    /// Budgets of one room or session are not mailed of: they are many, and it is the tenant's software that watches them. Of a key only that it has leaked:
    /// who revokes one knows.
    /// </remarks>
    public static MailContent? Of(string type, JsonElement data) => type switch
    {
        TenantEventTypes.UsageThresholdReached when IsWhole(data) => UsageMailTemplates.ThresholdReached(BudgetOf(data)),
        TenantEventTypes.UsageCapReached when IsWhole(data) => UsageMailTemplates.CapReached(BudgetOf(data)),
        TenantEventTypes.TenantSuspended => TenantMailTemplates.Suspended(Text(data, "reason") ?? "", Instant(data, "sessions_end_at")),
        TenantEventTypes.TenantResumed => TenantMailTemplates.Resumed(),
        TenantEventTypes.ApiKeyRevoked when Text(data, "reason") == ApiKeyRevocations.Leaked => LeakedKey(data),
        _ => null,
    };

    private static MailContent LeakedKey(JsonElement data)
    {
        var key = data.GetProperty("api_key");
        return ApiKeyMailTemplates.Leaked(
            Text(key, "id") ?? "", $"{Text(key, "prefix")}…{Text(key, "last_four")}", Text(key, "name") ?? "", Text(data, "found_at"));
    }

    private static bool IsWhole(JsonElement data) => Text(data, "scope") is "tenant" or "label";

    private static BudgetInMail BudgetOf(JsonElement data) => new(
        data.GetProperty("percent").GetInt32(),
        data.GetProperty("budget_minutes").GetInt64(),
        Text(data, "action") ?? "",
        Text(data, "label"),
        Instant(data, "reached_at") ?? default,
        Instant(data, "ends_at"));

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Instant(JsonElement data, string name) => Text(data, name) is { } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : null;
}
