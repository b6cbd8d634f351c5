using System.Diagnostics;
using Npgsql;
using RelayKit.Outbox;
using RelayKit.Storage.Outbox;

namespace RelayKit.OutboxVictim;

/// <summary>Kills the process, with SIGKILL, when a message comes to a step.</summary>
internal sealed class DoomedSender(IOutboxSender sender, DeadlyStep deadly) : IOutboxSender
{
    private bool _isSettling;

    /// <summary>The message that is deadly; none yet where nobody has named it.</summary>
    public Guid? Doomed { get; set; }

    public string Kind => sender.Kind;

    public OutboxRules Rules => sender.Rules;

    public async Task PrepareAsync(IReadOnlyList<OutboxAttempt> taken, CancellationToken cancellation)
    {
        var isThere = taken.Any(attempt => attempt.Message.Id == Doomed);
        DieAt(DeadlyStep.Taken, isThere);
        await sender.PrepareAsync(taken, cancellation);
        DieAt(DeadlyStep.Prepared, isThere);
    }

    public async Task<SendOutcome> SendAsync(OutboxAttempt attempt, CancellationToken cancellation)
    {
        var outcome = await sender.SendAsync(attempt, cancellation);
        DieAt(DeadlyStep.Answered, attempt.Message.Id == Doomed);
        return outcome;
    }

    public void Record(NpgsqlBatch batch, IReadOnlyList<SettledAttempt> settled)
    {
        sender.Record(batch, settled);
        _isSettling = settled.Any(one => one.Attempt.Message.Id == Doomed);
        DieAt(DeadlyStep.Recording, _isSettling);
    }

    /// <summary>What was tried is settled.</summary>
    public void Settled() => DieAt(DeadlyStep.Settled, _isSettling);

    private void DieAt(DeadlyStep step, bool isDoomed)
    {
        if (step == deadly && isDoomed)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
