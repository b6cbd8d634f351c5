using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.Mail;
using RelayKit.Mail;
using RelayKit.Resend.Simulator;
using RelayKit.UnitTests.Mail;

namespace RelayKit.UnitTests.Api.Mail;

/// <summary>Resend's webhooks over HTTP: taken where they are signed, of now, and new; refused otherwise, each by its own code.</summary>
public sealed class ResendWebhookApiTests : IAsyncLifetime
{
    private const string Old = "whsec_b2xkIHNlY3JldCBvZiB0aGUgd2ViaG9vaw==";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
    private readonly SuppressionsInMemory _suppressions = new();
    private readonly HttpClient _client = new();
    private WebApplication _app = null!;
    private ResendWebhooks _resend = null!;

    public async Task InitializeAsync() => await StartAsync($"{new ResendSimulatorOptions().WebhookSecret}, {Old}");

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_bounce_stops_mail_once_however_often_it_comes()
    {
        var body = _resend.Body("email.bounced", "ada@example.com", "Permanent");
        for (var time = 0; time < 5; time++)
        {
            Assert.Equal((HttpStatusCode.OK, null), await SendAsync(_resend.Request(body, "msg_1")));
        }

        var told = Assert.Single(_suppressions.Told);
        Assert.Equal(("msg_1", MailSuppressionReason.Bounced, "ada@example.com"), (told.Id, told.Reason, Assert.Single(told.Stopped).Text));
    }

    [Fact]
    public async Task Both_secrets_hold_while_one_is_rotated() => Assert.Equal(
        (HttpStatusCode.OK, null), await SendAsync(_resend.Request(_resend.Body("email.delivered", "ada@example.com"), "msg_1", secret: Old)));

    [Theory]
    [InlineData(300, null)]
    [InlineData(301, "webhook_too_old")]
    [InlineData(-300, null)]
    [InlineData(-301, "webhook_too_new")]
    public async Task Five_minutes_either_way_are_taken_and_no_second_more(int secondsAgo, string? code)
    {
        var request = _resend.Request(_resend.Body("email.complained", "ada@example.com"), "msg_1", _time.GetUtcNow().AddSeconds(-secondsAgo));

        Assert.Equal((code is null ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, code), await SendAsync(request));
        Assert.Equal(code is null ? 1 : 0, _suppressions.Told.Count);
    }

    [Fact]
    public async Task Whatever_is_forged_is_refused_and_changes_nothing()
    {
        var body = _resend.Body("email.bounced", "ada@example.com", "Permanent");
        var forged = new List<(string Code, HttpRequestMessage Request)>
        {
            ("webhook_signature_invalid", _resend.Request(body, "msg_1", secret: "whsec_YW5vdGhlciBzZWNyZXQgdGhhbiB0aGVpcnM=")),
            ("webhook_signature_invalid", With(_resend.Request(body, "msg_1"), "svix-id", "msg_2")),
            ("webhook_signature_invalid", With(_resend.Request(body, "msg_1"), "svix-timestamp", "1795780801")),
            ("webhook_signature_invalid", With(_resend.Request(body, "msg_1"), "svix-signature", "v1,AAAA")),
            ("webhook_signature_invalid", With(_resend.Request(body, "msg_1"), "svix-signature", "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")),
            ("webhook_timestamp_invalid", With(_resend.Request(body, "msg_1"), "svix-timestamp", "soon")),
            ("webhook_headers_missing", Without(_resend.Request(body, "msg_1"), "svix-signature")),
            ("webhook_headers_missing", Without(_resend.Request(body, "msg_1"), "svix-id")),
            ("webhook_headers_missing", With(_resend.Request(body, "msg_1"), "svix-id", new string('m', 300))),
        };
        for (var i = 0; i < body.Length; i += 7)
        {
            var changed = (byte[])body.Clone();
            changed[i] ^= 1;
            var request = _resend.Request(body, "msg_1");
            request.Content = new ByteArrayContent(changed);
            forged.Add(("webhook_signature_invalid", request));
        }

        foreach (var (code, request) in forged)
        {
            Assert.Equal((HttpStatusCode.Unauthorized, code), await SendAsync(request));
        }

        Assert.Empty(_suppressions.Told);
    }

    [Fact]
    public async Task What_is_signed_and_is_no_event_is_refused_for_what_it_is()
    {
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_webhook_body"), await SendAsync(_resend.Request("{}"u8.ToArray(), "msg_1")));
        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, "webhook_too_large"), await SendAsync(_resend.Request(Encoding.UTF8.GetBytes(new string(' ', 300_000)), "msg_2")));
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_taken()
    {
        await _app.DisposeAsync();
        await StartAsync(null);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, "webhook_secret_missing"), await SendAsync(_resend.Request(_resend.Body("email.bounced", "ada@example.com"), "msg_1")));
    }

    private async Task StartAsync(string? secrets)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["RelayKit:Resend:WebhookSecret"] = secrets });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddResendOptions();
        builder.Services.AddSingleton<IMailSuppressionStore>(_suppressions);
        builder.Services.AddSingleton<MailInstruments>();
        builder.Services.AddSingleton<ResendWebhookEndpoint>();
        _app = builder.Build();
        ResendWebhookEndpoint.Map(_app);
        await _app.StartAsync();
        _resend = new ResendWebhooks(new ResendSimulatorOptions { WebhookUrl = new Uri(_app.Urls.Single() + ResendWebhookEndpoint.Path) }, _time);
    }

    private async Task<(HttpStatusCode Status, string? Code)> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return (response.StatusCode, text.Length == 0 ? null : System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("code").GetString());
        }
    }

    private static HttpRequestMessage With(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    private static HttpRequestMessage Without(HttpRequestMessage request, string header)
    {
        request.Headers.Remove(header);
        return request;
    }
}
