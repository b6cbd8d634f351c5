using System.Text.Json.Nodes;
using global::Stripe;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.Inbound.Stripe;
using RelayKit.UnitTests.Stripe;

namespace RelayKit.UnitTests.Api.Inbound;

/// <summary>What the two routes answer.</summary>
public sealed class StripeWebhookTests : IAsyncLifetime
{
    private const string Snapshot = """{"id":"evt_1","object":"event","type":"invoice.paid","created":1795780800,"data":{"object":{"id":"in_1"}}}""";
    private const string Thin = """{"id":"evt_2","object":"v2.core.event","type":"v1.billing.meter.no_meter_found","created":"2026-11-27T12:00:00.000Z"}""";

    private readonly FakeTimeProvider _time = new(PlayedStripe.Start);
    private StripeReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await StripeReceiver.StartAsync(_time);

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task An_event_is_kept_once_and_each_repetition_is_answered_200()
    {
        for (var time = 0; time < 5; time++)
        {
            Assert.Equal(200, (await PostAsync(StripeWebhook.Path, Snapshot, PlayedStripe.Secret)).Status);
        }

        Assert.Equal(1, _receiver.Store.Count);
    }

    [Theory]
    [InlineData(299, 200, null)]
    [InlineData(301, 400, "webhook_signature_expired")]
    [InlineData(-299, 200, null)]
    [InlineData(-301, 400, "webhook_signature_not_yet_valid")]
    public async Task A_signature_holds_for_five_minutes_both_ways(int age, int status, string? code)
    {
        var answer = await PostAsync(StripeWebhook.Path, Snapshot, PlayedStripe.Secret, age);

        Assert.Equal((status, code), (answer.Status, CodeOf(answer.Body)));
        Assert.Equal(status == 200 ? 1 : 0, _receiver.Store.Count);
    }

    [Fact]
    public async Task What_is_forged_is_refused_with_its_reason_and_not_kept()
    {
        Assert.Equal((400, "webhook_signature_invalid"), Told(await PostAsync(StripeWebhook.Path, Snapshot, "whsec_of-somebody-else")));
        Assert.Equal((400, "webhook_signature_invalid"), Told(await PostAsync(StripeWebhook.Path, Snapshot, PlayedStripe.ThinSecret)));
        Assert.Equal((400, "webhook_signature_missing"), Told(await _receiver.PostAsync(StripeWebhook.Path, Snapshot, null)));
        Assert.Equal((400, "webhook_signature_malformed"), Told(await _receiver.PostAsync(StripeWebhook.Path, Snapshot, "t=1")));
        var signature = EventUtility.GenerateSignatureHeader(Snapshot, PlayedStripe.Secret, _time.GetUtcNow().ToUnixTimeSeconds());
        Assert.Equal((400, "webhook_signature_invalid"), Told(await _receiver.PostAsync(StripeWebhook.Path, Snapshot.Replace("in_1", "in_2", StringComparison.Ordinal), signature)));
        Assert.Equal(0, _receiver.Store.Count);
    }

    [Fact]
    public async Task Each_form_is_taken_on_its_own_route_alone()
    {
        Assert.Equal(200, (await PostAsync(StripeWebhook.ThinPath, Thin, PlayedStripe.ThinSecret)).Status);
        Assert.Equal((400, "webhook_wrong_route"), Told(await PostAsync(StripeWebhook.Path, Thin, PlayedStripe.Secret)));
        Assert.Equal((400, "webhook_wrong_route"), Told(await PostAsync(StripeWebhook.ThinPath, Snapshot, PlayedStripe.ThinSecret)));
        Assert.Equal((400, "webhook_signature_invalid"), Told(await PostAsync(StripeWebhook.ThinPath, Thin, PlayedStripe.Secret)));
        Assert.Equal(1, _receiver.Store.Count);
    }

    [Fact]
    public async Task What_nobody_wants_is_200_and_what_is_no_event_400()
    {
        Assert.Equal(200, (await PostAsync(StripeWebhook.Path, Snapshot.Replace("invoice.paid", "charge.succeeded", StringComparison.Ordinal), PlayedStripe.Secret)).Status);
        Assert.Equal((400, "invalid_webhook_body"), Told(await PostAsync(StripeWebhook.Path, "{}", PlayedStripe.Secret)));
        Assert.Equal(0, _receiver.Store.Count);
    }

    [Fact]
    public async Task A_body_without_end_is_refused_before_it_is_checked() =>
        Assert.Equal((413, "webhook_too_large"), Told(await PostAsync(StripeWebhook.Path, new string(' ', StripeWebhook.MaxBodyBytes + 1), PlayedStripe.Secret)));

    [Fact]
    public async Task What_could_not_be_kept_is_not_acknowledged()
    {
        _receiver.Store.IsBroken = true;
        Assert.Equal((503, "not_durable"), Told(await PostAsync(StripeWebhook.Path, Snapshot, PlayedStripe.Secret)));

        _receiver.Store.IsBroken = false;
        Assert.Equal(200, (await PostAsync(StripeWebhook.Path, Snapshot, PlayedStripe.Secret)).Status);
        Assert.Equal(1, _receiver.Store.Count);
    }

    [Fact]
    public async Task Both_secrets_are_taken_while_one_replaces_the_other()
    {
        await using var rotating = await StripeReceiver.StartAsync(_time, static settings =>
        {
            settings["RelayKit:Stripe:WebhookSecret"] = "whsec_the-new-secret";
            settings["RelayKit:Stripe:PreviousWebhookSecret"] = PlayedStripe.Secret;
        });

        Assert.Equal(200, (await rotating.PostAsync(StripeWebhook.Path, Snapshot, Sign(Snapshot, PlayedStripe.Secret, 0))).Status);
        Assert.Equal(200, (await rotating.PostAsync(StripeWebhook.Path, Snapshot, Sign(Snapshot, "whsec_the-new-secret", 0))).Status);
    }

    [Fact]
    public async Task Without_a_secret_for_them_no_thin_event_is_taken()
    {
        await using var without = await StripeReceiver.StartAsync(_time, static settings => settings.Remove("RelayKit:Stripe:ThinWebhookSecret"));

        Assert.Equal((503, "thin_webhooks_off"), Told(await without.PostAsync(StripeWebhook.ThinPath, Thin, Sign(Thin, PlayedStripe.ThinSecret, 0))));
    }

    [Fact]
    public async Task Without_Stripe_there_are_no_routes()
    {
        await using var without = await StripeReceiver.StartAsync(_time, static settings => settings.Clear());

        Assert.Equal(404, (await without.PostAsync(StripeWebhook.Path, Snapshot, Sign(Snapshot, PlayedStripe.Secret, 0))).Status);
    }

    private Task<(int Status, string Body)> PostAsync(string path, string body, string secret, int age = 0) =>
        _receiver.PostAsync(path, body, Sign(body, secret, age));

    private string Sign(string body, string secret, int age) => EventUtility.GenerateSignatureHeader(body, secret, _time.GetUtcNow().ToUnixTimeSeconds() - age);

    private static (int Status, string? Code) Told((int Status, string Body) answer) => (answer.Status, CodeOf(answer.Body));

    private static string? CodeOf(string body) => body.Length == 0 ? null : (string?)JsonNode.Parse(body)!["code"];
}
