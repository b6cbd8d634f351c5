using System.Text.Json.Nodes;
using RelayKit.Billing;
using RelayKit.Cli.Http;

namespace RelayKit.Cli.Demo;

/// <summary>How the demo's tenant pays: it subscribes on the page of a simulated Stripe, and reads its invoice. All through public calls.</summary>
internal sealed class DemoBill(DemoSettings settings, string tenantKey) : IDisposable
{
    /// <summary>The line of participants.</summary>
    public const string Participants = "participant_minutes";

    /// <summary>The events of Stripe's meter of participants.</summary>
    public const string ParticipantMeter = "relaykit_participant_minutes";

    /// <summary>The events of Stripe's meter of recordings.</summary>
    public const string RecordingMeter = "relaykit_recording_minutes";

    private const string FixedFee = "fixed_fee";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly JsonApi _tenant = new(settings.ApiUrl, tenantKey);
    private readonly JsonApi _stripe = new(settings.StripeUrl);
    private string? _subscription;

    /// <summary>Chooses the plan, presses Stripe's button, and waits until RelayKit has heard of it.</summary>
    public async Task SubscribeAsync(CancellationToken cancellation)
    {
        var page = await _tenant.PostAsync("v1/billing/checkout", new JsonObject
        {
            ["plan"] = "metered",
            ["success_url"] = settings.ApiUrl.ToString(),
            ["cancel_url"] = settings.ApiUrl.ToString(),
        });
        var checkout = new Uri((string)page["url"]!).Segments[^1];
        _subscription = (string)(await _stripe.PostAsync($"sim/checkouts/{checkout}/complete", []))["subscription"]!;
        await UntilAsync(
            async () => (string?)(await _tenant.GetAsync("v1/billing/subscription"))["subscription"]?["status"] == "active",
            "RelayKit did not hear of the subscription",
            cancellation);
    }

    /// <summary>Waits until Stripe was told of all usage, has Stripe make its invoice, and reads RelayKit's, line by line.</summary>
    /// <param name="ledgerMs">What the tenant's meter has of billed participants.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<DemoInvoice> ReadAsync(long ledgerMs, CancellationToken cancellation)
    {
        var (told, minutes) = (0L, WholeMinutes.Floor(ledgerMs));
        await UntilAsync(
            async () => (told = await ToldAsync()) >= minutes,
            $"Stripe was not told of {minutes} participant-minutes",
            cancellation);
        var atStripe = (string)(await _stripe.PostAsync($"sim/subscriptions/{_subscription}/invoice", []))["invoice"]!;
        var stripes = (await _stripe.GetAsync("sim/invoices")).AsArray().Single(invoice => (string)invoice!["id"]! == atStripe)!;
        var draft = (await _tenant.GetAsync("v1/billing/invoices"))["data"]![0]!;
        var lines = new List<DemoInvoiceLine>();
        foreach (var line in draft["lines"]!.AsArray())
        {
            lines.Add(await OpenAsync((string)draft["id"]!, line!));
        }

        return new DemoInvoice(
            (string)draft["month"]!,
            (string)draft["currency"]!,
            (long)draft["total"]!,
            lines,
            ledgerMs,
            told,
            (long)stripes["total"]!);
    }

    public void Dispose()
    {
        _tenant.Dispose();
        _stripe.Dispose();
    }

    private async Task<DemoInvoiceLine> OpenAsync(string invoice, JsonNode line)
    {
        var name = (string)line["name"]!;
        var sessions = new List<DemoBilledSession>();
        for (string? cursor = ""; name != FixedFee && cursor is not null;)
        {
            var page = await _tenant.GetAsync($"v1/billing/invoices/{invoice}/lines/{name}/sessions{(cursor.Length > 0 ? $"?cursor={cursor}" : "")}");
            sessions.AddRange(page["data"]!.AsArray().Select(static session => new DemoBilledSession(
                (string)session!["id"]!,
                $"{(string?)session["join_event_id"] ?? "-"} {(string?)session["leave_event_id"] ?? "-"}",
                (long)session["billed_ms"]!)));
            cursor = (string?)page["next_cursor"];
        }

        return new DemoInvoiceLine(name, (long)line["quantity"]!, (long)line["included"]!, (long)line["amount"]!, (long)line["used_ms"]!, sessions);
    }

    private async Task<long> ToldAsync() => (await _stripe.GetAsync("sim/totals")).AsArray()
        .Where(total => (string)total!["event_name"]! == ParticipantMeter).Sum(total => (long)total!["value"]!);

    private static async Task UntilAsync(Func<Task<bool>> condition, string otherwise, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            while (!await condition())
            {
                await Task.Delay(Step, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DemoFailedException($"{otherwise} within {Patience.TotalSeconds:0} seconds.");
        }
    }
}
