using CsCheck;
using RelayKit.Tenants;
using RelayKit.Webhooks;

namespace RelayKit.UnitTests.Webhooks;

public sealed class WebhookHealthTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-27T12:00:00Z", null);

    [Theory]
    [InlineData(0, WebhookTold.Nothing, WebhookStep.None)]
    [InlineData(23, WebhookTold.Nothing, WebhookStep.None)]
    [InlineData(24, WebhookTold.Nothing, WebhookStep.TellFailing)]
    [InlineData(24, WebhookTold.Failing, WebhookStep.None)]
    [InlineData(119, WebhookTold.Failing, WebhookStep.None)]
    [InlineData(120, WebhookTold.Failing, WebhookStep.Stop)]
    [InlineData(120, WebhookTold.Nothing, WebhookStep.Stop)]
    public void An_endpoint_that_fails_is_told_of_after_a_day_and_switched_off_after_five(int hours, WebhookTold told, WebhookStep step) =>
        Assert.Equal(step, WebhookHealth.StepOf(Endpoint() with { FailingSince = Now.AddHours(-hours), Told = told }, Now));

    [Fact]
    public void One_that_does_not_fail_is_left_alone_whatever_was_told() => Assert.Equal(WebhookStep.None, WebhookHealth.StepOf(Endpoint() with { Told = WebhookTold.Failing }, Now));

    [Fact]
    public void Of_one_that_RelayKit_has_switched_off_the_tenant_is_told_once_and_of_its_own_doing_never()
    {
        var off = Endpoint() with { IsEnabled = false, FailingSince = Now.AddDays(-9) };

        Assert.Equal(WebhookStep.None, WebhookHealth.StepOf(off, Now));
        Assert.Equal(WebhookStep.TellStopped, WebhookHealth.StepOf(off with { Stop = WebhookStop.Gone }, Now));
        Assert.Equal(WebhookStep.TellStopped, WebhookHealth.StepOf(off with { Stop = WebhookStop.Failing, Told = WebhookTold.Failing }, Now));
        Assert.Equal(WebhookStep.None, WebhookHealth.StepOf(off with { Stop = WebhookStop.Failing, Told = WebhookTold.Stopped }, Now));
    }

    /// <summary>A played endpoint, looked at every minute: whatever its tries do, it goes off only after five days without one success.</summary>
    [Fact]
    public void In_any_history_of_tries_it_is_switched_off_when_five_days_had_no_success_and_not_before() =>
        Gen.Select(Gen.Int[1, 60], Gen.Bool).Array[1, 200].Sample(history =>
        {
            var (endpoint, now, failingSince) = (Endpoint(), Now, (DateTimeOffset?)null);
            foreach (var (minutes, succeeds) in history)
            {
                now += TimeSpan.FromMinutes(minutes * 30);
                failingSince = succeeds ? null : failingSince ?? now;
                endpoint = endpoint with { FailingSince = failingSince, Told = succeeds ? WebhookTold.Nothing : endpoint.Told };
                var step = WebhookHealth.StepOf(endpoint, now);
                Assert.Equal(failingSince is { } since && now - since >= TimeSpan.FromDays(5), step == WebhookStep.Stop);
                if (step == WebhookStep.Stop)
                {
                    return;
                }

                Assert.Equal(step == WebhookStep.TellFailing, endpoint.Told == WebhookTold.Nothing && failingSince is { } from && now - from >= TimeSpan.FromDays(1));
                endpoint = step == WebhookStep.TellFailing ? endpoint with { Told = WebhookTold.Failing } : endpoint;
            }
        });

    private static WebhookEndpoint Endpoint() => new()
    {
        Tenant = new TenantId(Guid.CreateVersion7()),
        Id = Guid.CreateVersion7(),
        Mode = Mode.Live,
        Url = "https://example.com/hooks",
        IsEnabled = true,
        Secret = [],
        CreatedAt = Now,
        UpdatedAt = Now,
        Version = 1,
    };
}
