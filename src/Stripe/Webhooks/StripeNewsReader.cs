using System.Collections.Frozen;
using System.Text.Json;
using RelayKit.Billing;

namespace RelayKit.Stripe.Webhooks;

/// <summary>
/// Reads of an event what it is about, and nothing else: everything else is fetched. So it does not matter which version of the API an endpoint is set to, of
/// which Stripe's library takes its own alone.
/// </summary>
internal static class StripeNewsReader
{
    private const int LongestId = 255;
    private const string ThinObject = "v2.core.event";

    /// <summary>The snapshot events that are wanted; <c>invoice.upcoming</c> is of an invoice that has no id yet, and says nothing that RelayKit does not know.</summary>
    private static readonly FrozenDictionary<string, ProviderEventSubject> Snapshots = new Dictionary<string, ProviderEventSubject>
    {
        ["checkout.session.completed"] = ProviderEventSubject.Subscription,
        ["customer.subscription.created"] = ProviderEventSubject.Subscription,
        ["customer.subscription.updated"] = ProviderEventSubject.Subscription,
        ["customer.subscription.deleted"] = ProviderEventSubject.Subscription,
        ["customer.subscription.paused"] = ProviderEventSubject.Subscription,
        ["customer.subscription.resumed"] = ProviderEventSubject.Subscription,
        ["invoice.created"] = ProviderEventSubject.Invoice,
        ["invoice.updated"] = ProviderEventSubject.Invoice,
        ["invoice.finalized"] = ProviderEventSubject.Invoice,
        ["invoice.finalization_failed"] = ProviderEventSubject.Invoice,
        ["invoice.paid"] = ProviderEventSubject.Invoice,
        ["invoice.payment_failed"] = ProviderEventSubject.Invoice,
        ["invoice.payment_action_required"] = ProviderEventSubject.Invoice,
        ["invoice.marked_uncollectible"] = ProviderEventSubject.Invoice,
        ["invoice.voided"] = ProviderEventSubject.Invoice,
        ["customer.deleted"] = ProviderEventSubject.DeletedCustomer,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Thin =
        FrozenSet.Create(StringComparer.Ordinal, "v1.billing.meter.error_report_triggered", "v1.billing.meter.no_meter_found");

    /// <summary>The snapshot events that an endpoint has to be set to.</summary>
    public static IEnumerable<string> SnapshotTypes => Snapshots.Keys;

    /// <summary>The thin events that a destination has to be set to.</summary>
    public static IEnumerable<string> ThinTypes => Thin;

    /// <param name="body">A body whose signature is right.</param>
    /// <param name="thin">Whether thin events are expected, in place of snapshots.</param>
    public static StripeNews Read(ReadOnlyMemory<byte> body, bool thin)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var told = document.RootElement;
            var form = TextOf(told, "object");
            return form is not ("event" or ThinObject) ? new(StripeNewsKind.Malformed, null)
                : (form == ThinObject) != thin ? new(StripeNewsKind.OtherForm, null)
                : thin ? ReadThin(told) : ReadSnapshot(told);
        }
        catch (JsonException)
        {
            return new(StripeNewsKind.Malformed, null);
        }
    }

    private static StripeNews ReadSnapshot(JsonElement told)
    {
        if (IdOf(told, "id") is not { } id
            || TextOf(told, "type") is not { Length: > 0 and <= LongestId } type
            || !told.TryGetProperty("created", out var created)
            || created.ValueKind != JsonValueKind.Number
            || !created.TryGetInt64(out var seconds)
            || TimeOf(seconds) is not { } time
            || !told.TryGetProperty("data", out var data)
            || data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("object", out var about)
            || about.ValueKind != JsonValueKind.Object)
        {
            return new(StripeNewsKind.Malformed, null);
        }

        if (!Snapshots.TryGetValue(type, out var subject))
        {
            return new(StripeNewsKind.OfNoUse, null);
        }

        // A checkout that is done is news of its subscription; one of a payment has none.
        var objectId = type == "checkout.session.completed" ? IdOf(about, "subscription") : IdOf(about, "id");
        return objectId is null ? new(StripeNewsKind.OfNoUse, null) : new(StripeNewsKind.Wanted, new ProviderEvent(id, type, subject, objectId, time));
    }

    private static StripeNews ReadThin(JsonElement told) =>
        IdOf(told, "id") is not { } id
            || TextOf(told, "type") is not { Length: > 0 and <= LongestId } type
            || !told.TryGetProperty("created", out var created)
            || created.ValueKind != JsonValueKind.String
            || !created.TryGetDateTimeOffset(out var time)
            ? new(StripeNewsKind.Malformed, null)
            : Thin.Contains(type)
                ? new(StripeNewsKind.Wanted, new ProviderEvent(id, type, ProviderEventSubject.MeterErrors, id, time.ToUniversalTime()))
                : new(StripeNewsKind.OfNoUse, null);

    private static DateTimeOffset? TimeOf(long seconds) =>
        seconds is >= 0 and <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>An id, by itself or as that of an object in its place; it goes into a path, so only what Stripe's ids are made of is one.</summary>
    private static string? IdOf(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value))
        {
            return null;
        }

        var id = value.ValueKind == JsonValueKind.Object ? TextOf(value, "id") : TextOf(element, name);
        return id is { Length: > 0 and <= LongestId } && id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') ? id : null;
    }
}
