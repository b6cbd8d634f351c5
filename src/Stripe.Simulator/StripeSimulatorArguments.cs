using System.Globalization;

namespace RelayKit.Stripe.Simulator;

/// <summary>Reads the options from arguments, both <c>--name value</c> and <c>--name=value</c>, over the environment's <c>ASPNETCORE_URLS</c>.</summary>
internal static class StripeSimulatorArguments
{
    private const string Known =
        "--api-key, --webhook-url, --webhook-secret, --thin-webhook-url, --thin-webhook-secret, --meter, --price, --grace-seconds, --urls";

    /// <summary>Null, with the reason, when it could not start with them.</summary>
    public static StripeSimulatorOptions? Read(IReadOnlyList<string> args, Func<string, string?> environment, out string? error)
    {
        var options = new StripeSimulatorOptions { ApiKey = "sk_test_simulator", Urls = environment("ASPNETCORE_URLS") ?? StripeSimulatorOptions.DefaultUrls };
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            if (parts.Length == 1 && i + 1 == args.Count)
            {
                error = $"{args[i]} needs a value";
                return null;
            }

            if (With(options, parts[0], parts.Length == 2 ? parts[1] : args[++i], out error) is not { } taken)
            {
                return null;
            }

            options = taken;
        }

        error = options.Problem;
        return error is null ? options : null;
    }

    private static StripeSimulatorOptions? With(StripeSimulatorOptions options, string name, string value, out string? error)
    {
        error = null;
        switch (name)
        {
            case "--api-key": return options with { ApiKey = value };
            case "--webhook-url" when Uri.TryCreate(value, UriKind.Absolute, out var url): return options with { WebhookUrl = url };
            case "--webhook-secret": return options with { WebhookSecret = value };
            case "--thin-webhook-url" when Uri.TryCreate(value, UriKind.Absolute, out var url): return options with { ThinWebhookUrl = url };
            case "--thin-webhook-secret": return options with { ThinWebhookSecret = value };
            case "--meter": return options with { MeterEvents = [.. options.MeterEvents, value] };
            case "--price" when PriceOf(value) is { } price: return options with { Prices = [.. options.Prices, price] };
            case "--grace-seconds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds):
                return options with { FinalizationGrace = TimeSpan.FromSeconds(seconds) };
            case "--urls": return options with { Urls = value };
            default:
                error = Known.Split(", ").Contains(name) ? $"{name} cannot be '{value}'" : $"unknown option {name}; there are {Known}";
                return null;
        }
    }

    /// <summary><c>id:amount</c>, <c>id:amount:event</c> or <c>id:amount:event:included</c>.</summary>
    private static SeededPrice? PriceOf(string text)
    {
        var parts = text.Split(':');
        return parts.Length is >= 2 and <= 4
            && parts[0].Length > 0
            && decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && long.TryParse(parts.ElementAtOrDefault(3) ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var included)
                ? new SeededPrice(parts[0], amount, parts.ElementAtOrDefault(2), included)
                : null;
    }
}
