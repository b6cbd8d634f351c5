namespace RelayKit.Webhooks;

/// <summary>States of webhooks as the API and the database write them.</summary>
public static class WebhookWords
{
    /// <summary>Every state of a delivery.</summary>
    public static IReadOnlyList<string> States { get; } = ["delivered", "retrying", "exhausted", "gone"];

    /// <summary>The word of a state.</summary>
    public static string Word(this WebhookState state) => States[(int)state];

    /// <summary>Reads a state.</summary>
    public static bool TryParseState(string? word, out WebhookState state)
    {
        var at = word is null ? -1 : States.ToList().IndexOf(word);
        state = (WebhookState)Math.Max(at, 0);
        return at >= 0;
    }

    /// <summary>The word of why an endpoint was switched off.</summary>
    public static string Word(this WebhookStop stop) => stop == WebhookStop.Gone ? "gone" : "failing";

    /// <summary>Reads why an endpoint was switched off; null for null.</summary>
    public static WebhookStop? ParseStop(string? word) => word switch
    {
        null => null,
        "gone" => WebhookStop.Gone,
        "failing" => WebhookStop.Failing,
        _ => throw new InvalidDataException("An endpoint is switched off since it is gone or failing."),
    };
}
