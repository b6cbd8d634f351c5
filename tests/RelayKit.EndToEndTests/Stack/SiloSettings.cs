using System.Globalization;
using RelayKit.EndToEndTests.LiveKit;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>The environment of a silo, as an operator would write it.</summary>
public sealed class SiloSettings
{
    public const string OperatorKey = "operator-key-of-the-end-to-end-tests-0123456789";

    /// <summary>A LiveKit cluster at an address where nobody listens.</summary>
    public const string AwayCluster = "away";

    /// <summary>A LiveKit cluster that is played by the simulator: rooms come to life in it by their tokens.</summary>
    public const string SimulatedCluster = "simulated";

    /// <summary>Few, so that a test can open all of them.</summary>
    public const int StreamsPerTenant = 3;

    /// <summary>Few, so that a test can make all of them.</summary>
    public const int WebhookEndpoints = 10;

    /// <summary>Wraps the keys of tenants' secrets.</summary>
    public const string WrappingKey = "d3JhcHBpbmctb2YtdGhlLWVuZC10by1lbmQtdGVzdHM=";

    /// <summary>What a mail provider signs its webhooks with.</summary>
    public const string ResendSecret = "whsec_c2VjcmV0IG9mIHRoZSBlbmQtdG8tZW5kIHRlc3Rz";

    /// <summary>The key of the simulated Stripe.</summary>
    public const string StripeKey = "sk_test_endtoend";

    /// <summary>What the simulated Stripe signs its webhooks with.</summary>
    public const string StripeWebhookSecret = "whsec_of-the-end-to-end-tests";

    /// <summary>What it signs its thin events with.</summary>
    public const string StripeThinSecret = "whsec_of-thin-events-of-the-end-to-end-tests";

    public static readonly LiveKitKey LiveKitKey = new("APIendtoend", "secret-of-the-end-to-end-tests-0123456789");

    /// <summary>The key of <see cref="SimulatedCluster"/>.</summary>
    public static readonly LiveKitKey SimulatorKey = new("APIsimulated", "secret-of-the-simulated-cluster-0123456789");

    private readonly int[] _ports = FreePorts.Take(7);

    /// <param name="postgres">The database.</param>
    /// <param name="liveKitUrl">Where LiveKit is played.</param>
    /// <param name="mails">Where mails are written; null for the silo's own directory.</param>
    public SiloSettings(string postgres, string liveKitUrl, string? mails = null) => Environment = new Dictionary<string, string>
    {
        ["RelayKit__Postgres"] = postgres,
        ["RelayKit__OperatorKey"] = OperatorKey,
        ["RelayKit__Secrets__WrappingKeys__0"] = WrappingKey,
        ["RelayKit__Storage__AllowPrivateAddresses"] = "true",
        ["RelayKit__Storage__AssumeRole__AccessKeyId"] = "AKIAOPERATOR",
        ["RelayKit__Storage__AssumeRole__SecretAccessKey"] = "secret-of-the-operators-key",
        ["RelayKit__LiveKit__0__Url"] = liveKitUrl,
        ["RelayKit__LiveKit__0__PublicUrl"] = "wss://livekit.example",
        ["RelayKit__LiveKit__0__ApiKey"] = LiveKitKey.ApiKey,
        ["RelayKit__LiveKit__0__ApiSecret"] = LiveKitKey.ApiSecret,
        ["RelayKit__LiveKit__1__Name"] = AwayCluster,
        ["RelayKit__LiveKit__1__Url"] = $"http://127.0.0.1:{Port(3)}",
        ["RelayKit__LiveKit__1__ApiKey"] = "APIaway",
        ["RelayKit__LiveKit__1__ApiSecret"] = "secret-of-the-cluster-that-is-away-0123456789",
        ["RelayKit__LiveKit__2__Name"] = SimulatedCluster,
        ["RelayKit__LiveKit__2__Url"] = $"http://127.0.0.1:{Port(4)}",
        ["RelayKit__LiveKit__2__ApiKey"] = SimulatorKey.ApiKey,
        ["RelayKit__LiveKit__2__ApiSecret"] = SimulatorKey.ApiSecret,
        ["RelayKit__LiveKit__2__MetricsUrls__0"] = $"http://127.0.0.1:{Port(4)}/metrics/a",
        ["RelayKit__LiveKit__2__MetricsUrls__1"] = $"http://127.0.0.1:{Port(4)}/metrics/b",
        ["RelayKit__TenantWebhooks__AllowHttp"] = "true",
        ["RelayKit__TenantWebhooks__AllowPrivateAddresses"] = "true",
        ["RelayKit__TenantWebhooks__MaxEndpoints"] = Text(WebhookEndpoints),
        ["RelayKit__TenantWebhooks__RetrySeconds__0"] = "1",
        ["RelayKit__TenantWebhooks__RetrySeconds__1"] = "3600",
        ["RelayKit__Bandwidth__Period"] = "00:00:01",
        ["RelayKit__Silo__SiloPort"] = Port(0),
        ["RelayKit__Silo__GatewayPort"] = Port(1),
        ["RelayKit__Shutdown__DrainDelay"] = "00:00:00",
        ["RelayKit__Streams__PerTenant"] = Text(StreamsPerTenant),

        // Tests come faster than anybody, and all from one address. Limits are leased as ever; a test of one sets it for its own tenant.
        ["RelayKit__RateLimits__ApiPointsPerSecond"] = "1000000",
        ["RelayKit__RateLimits__ApiBurst"] = "10000000",
        ["RelayKit__RateLimits__MintsPerSecond"] = "1000000",
        ["RelayKit__RateLimits__MintBurst"] = "10000000",
        ["RelayKit__RateLimits__UnauthenticatedPerSecond"] = "1000000",
        ["RelayKit__RateLimits__UnauthenticatedBurst"] = "10000000",

        ["RelayKit__Abuse__Mints__LeastPerMinute"] = "1000000000",
        ["RelayKit__Abuse__Rooms__LeastPerMinute"] = "1000000000",
        ["RelayKit__Abuse__BadKeys__Most"] = "1000000000",
        ["RelayKit__Abuse__SignUps__Most"] = "1000000000",
        ["RelayKit__Accounts__SignUpsPerAddress"] = "1000000",
        ["RelayKit__Accounts__SignInsPerAddress"] = "1000000",
        ["RelayKit__Accounts__MailsAtOnce"] = "1000000",
        ["RelayKit__Accounts__PasswordsWaiting"] = "1000",
        ["RelayKit__Resend__WebhookSecret"] = ResendSecret,
        ["RelayKit__Mail__Directory"] = mails ?? Path.Combine(Path.GetTempPath(), "relaykit-mails"),

        // The played LiveKit has no rooms, and two looks at it would end every session. A test that wants a look asks for one.
        ["RelayKit__Reconciliation__Period"] = "01:00:00",
        ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Port(2)}",
    };

    public Dictionary<string, string> Environment { get; }

    public Uri SimulatorUrl => new(Environment["RelayKit__LiveKit__2__Url"]);

    /// <summary>Where the simulator plays an S3.</summary>
    public Uri StoreUrl => new($"http://127.0.0.1:{Port(5)}");

    /// <summary>Where the simulated Stripe is, for those that bill by it.</summary>
    public Uri StripeUrl => new($"http://127.0.0.1:{Port(6)}");

    public Uri Url => new(Environment["ASPNETCORE_URLS"]);

    /// <summary>Bills by the simulated Stripe. What is due is seen to at once, and who is suspended for a payment has no minutes left.</summary>
    public void UseStripe()
    {
        Environment["RelayKit__Stripe__ApiKey"] = StripeKey;
        Environment["RelayKit__Stripe__ApiBase"] = StripeUrl.ToString().TrimEnd('/');
        Environment["RelayKit__Stripe__WebhookSecret"] = StripeWebhookSecret;
        Environment["RelayKit__Stripe__ThinWebhookSecret"] = StripeThinSecret;
        Environment["RelayKit__Billing__Beat"] = "00:00:01";
        Environment["RelayKit__Billing__SessionsEndAfter"] = "00:00:00";
    }

    private string Port(int index) => Text(_ports[index]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
