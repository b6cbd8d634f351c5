using System.Globalization;
using RelayKit.Outbox;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Outbox.Crashes;

/// <summary>
/// SIGKILL at every step of sending, of every kind: in each run a process sends what the one before it has left, then a message is written, and kills it
/// at the step. In the end each kind's promise has to hold. <c>RELAYKIT_CRASH_RUNS</c> says how often; docs/reliability.md says what came of it.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class OutboxCrashTests(PostgresFixture postgres)
{
    private static readonly int Runs = int.Parse(Environment.GetEnvironmentVariable("RELAYKIT_CRASH_RUNS") ?? "1", CultureInfo.InvariantCulture);

    public static TheoryData<string, CrashStep> Steps
    {
        get
        {
            var steps = new TheoryData<string, CrashStep>();
            foreach (var kind in OutboxKinds.All)
            {
                foreach (var step in Enum.GetValues<CrashStep>())
                {
                    steps.Add(kind, step);
                }
            }

            return steps;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Killed_at_a_step_each_time_the_kind_keeps_its_promise(string kind, CrashStep step)
    {
        await using var scene = await CreateAsync(kind);
        for (var run = 0; run < Runs; run++)
        {
            await using var victim = await scene.StartAsync(step);
            var (message, mark) = await scene.CauseAsync();
            scene.Gate.Arm(step, mark, victim.Kill);
            await victim.DieOfAsync(message);
            scene.Gate.Disarm();
            scene.PassLease();
        }

        await using var last = await scene.StartAsync(step);
        await last.EndAsync();
        await scene.VerifyAsync(step, Runs);
        Assert.Equal(0L, await Sql.ScalarAsync<long>(postgres.ConnectionString, $"select count(*) from relaykit.outbox where kind = '{kind}'"));
    }

    private async Task<CrashScene> CreateAsync(string kind) => kind switch
    {
        OutboxKinds.Webhook => await WebhookCrashes.CreateAsync(postgres),
        OutboxKinds.Mail => await MailCrashes.CreateAsync(postgres),
        _ => await MeterCrashes.CreateAsync(postgres),
    };
}
