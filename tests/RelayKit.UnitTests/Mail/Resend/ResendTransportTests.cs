using RelayKit.Mail;
using RelayKit.Resend.Simulator;

namespace RelayKit.UnitTests.Mail.Resend;

/// <summary>Mails on their way to a simulated Resend, over HTTP.</summary>
public sealed class ResendTransportTests
{
    [Fact]
    public async Task A_mail_arrives_with_its_key_its_tags_and_both_of_its_forms()
    {
        await using var scene = await ResendScene.StartAsync();

        Assert.Equal(MailOutcome.Taken, await scene.SendAsync("verify-email/tok_1"));

        var taken = Assert.Single(scene.State.Taken);
        Assert.Equal("verify-email/tok_1", taken.Key);
        Assert.Equal(
            """{"from":"RelayKit <no-reply@mail.example.com>","to":["ada@example.com"],"subject":"Grüße","text":"Hello.","html":"<p>Hello.</p>","reply_to":"help@example.com","tags":[{"name":"kind","value":"test"},{"name":"message","value":"verify-email_tok_1"}]}""",
            System.Text.RegularExpressions.Regex.Unescape(taken.Body.GetRawText()));
    }

    [Fact]
    public async Task The_same_mail_is_taken_once_while_Resend_remembers_its_key()
    {
        await using var scene = await ResendScene.StartAsync();
        await scene.SendAsync("a/1");

        Assert.Equal(MailResult.Taken, (await scene.SendAsync("a/1")).Result);
        Assert.Equal(MailResult.Taken, (await scene.SendAsync("a/1", "In other words.")).Result);

        Assert.Single(scene.State.Taken);
        Assert.True(scene.Transport.Memory < ResendState.KeyMemory);
    }

    [Theory]
    [InlineData(FaultKind.DropBefore, 0)]
    [InlineData(FaultKind.DropAfter, 1)]
    public async Task A_connection_that_is_lost_leaves_it_unknown(FaultKind fault, int taken)
    {
        await using var scene = await ResendScene.StartAsync();
        scene.State.Play(new Fault(fault));

        Assert.Equal(MailResult.Unknown, (await scene.SendAsync("a/1")).Result);

        Assert.Equal(taken, scene.State.Taken.Count);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_sent()
    {
        await using var scene = await ResendScene.StartAsync();
        await scene.StopAsync();

        Assert.Equal(MailResult.NotYet, (await scene.SendAsync("a/1")).Result);
    }

    [Fact]
    public async Task While_Resend_wants_nothing_nothing_is_asked_of_it()
    {
        await using var scene = await ResendScene.StartAsync();
        scene.State.Play(new Fault(FaultKind.Refuse) { Status = 429, Name = "rate_limit_exceeded", RetryAfterSeconds = 3 });
        await scene.SendAsync("a/1");

        Assert.Equal(scene.Time.GetUtcNow().AddSeconds(3), (await scene.SendAsync("a/2")).NotBefore);
        Assert.Equal(1, scene.State.Requests);

        scene.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(MailResult.Taken, (await scene.SendAsync("a/2")).Result);
    }

    [Fact]
    public async Task A_daily_quota_is_over_with_its_day()
    {
        await using var scene = await ResendScene.StartAsync(new ResendSimulatorOptions { RequestsPerSecond = 1000, DailyQuota = 1 });
        await scene.SendAsync("a/1");
        Assert.Equal(MailResult.NotYet, (await scene.SendAsync("a/2")).Result);

        while (await scene.SendAsync("a/2") is { NotBefore: { } until })
        {
            scene.Time.Advance(until - scene.Time.GetUtcNow());
        }

        Assert.Equal(2, scene.State.Taken.Count);
        Assert.Equal(new DateTimeOffset(2026, 11, 28, 0, 0, 0, TimeSpan.Zero), scene.Time.GetUtcNow());
        Assert.InRange(scene.State.Requests, 3, 5);
    }

    [Fact]
    public async Task A_key_that_is_refused_is_told_by_the_name_of_its_setting()
    {
        await using var scene = await ResendScene.StartAsync(new ResendSimulatorOptions { ApiKey = "re_other", RequestsPerSecond = 1000 });

        var outcome = await scene.SendAsync("a/1");

        Assert.Equal(MailResult.NotYet, outcome.Result);
        Assert.Contains("RelayKit__Resend__ApiKey", outcome.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("re_test", outcome.Reason, StringComparison.Ordinal);
    }
}
