namespace RelayKit.Stripe.Simulator;

/// <summary>How the simulator is set up: an account with meters and prices, and where its webhooks go.</summary>
public sealed record StripeSimulatorOptions
{
    /// <summary>The address on loopback unless another is given.</summary>
    public const string DefaultUrls = "http://127.0.0.1:12111";

    /// <summary>The only key that is taken.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Where snapshot events go; null for nowhere.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>What signs them.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>Where thin events go; null for nowhere.</summary>
    public Uri? ThinWebhookUrl { get; init; }

    /// <summary>What signs them.</summary>
    public string? ThinWebhookSecret { get; init; }

    /// <summary>The events of meters that are there from the start, each summed.</summary>
    public IReadOnlyList<string> MeterEvents { get; init; } = [];

    /// <summary>Prices that are there from the start.</summary>
    public IReadOnlyList<SeededPrice> Prices { get; init; } = [];

    /// <summary>How long an invoice stays a draft at a period's end, so that late usage is still counted. Stripe's default.</summary>
    public TimeSpan FinalizationGrace { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a meter's event takes until a summary has it.</summary>
    public TimeSpan AggregationLag { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When an invoice that could not be paid is tried again, after the attempt before.</summary>
    public IReadOnlyList<TimeSpan> PaymentRetries { get; init; } = [TimeSpan.FromDays(3), TimeSpan.FromDays(5), TimeSpan.FromDays(7)];

    /// <summary>Whether it looks by itself, once a second, for what is due; else whoever moves its clock asks for that.</summary>
    public bool HasBeat { get; init; } = true;

    /// <summary>The address to listen on. Port 0 takes a free one.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>Why it cannot start with these options; null when it can.</summary>
    public string? Problem =>
        ApiKey.Length == 0 ? "--api-key must not be empty"
        : WebhookUrl is not null && string.IsNullOrEmpty(WebhookSecret) ? "--webhook-url needs --webhook-secret"
        : ThinWebhookUrl is not null && string.IsNullOrEmpty(ThinWebhookSecret) ? "--thin-webhook-url needs --thin-webhook-secret"
        : Prices.FirstOrDefault(price => price.MeterEvent is { } name && !MeterEvents.Contains(name)) is { } lost ? $"price {lost.Id} follows {lost.MeterEvent}, of which there is no meter"
        : null;
}
