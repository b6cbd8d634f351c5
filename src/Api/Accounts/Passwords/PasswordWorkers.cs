using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace RelayKit.Api.Accounts.Passwords;

/// <summary>
/// Threads that do nothing but work on passwords, half as many as there are processors, and a queue that is short: a flood of sign-ins
/// takes those threads and no others, and beyond the queue it is turned away.
/// </summary>
internal sealed class PasswordWorkers : IDisposable
{
    private readonly BlockingCollection<IWork> _queue;

    public PasswordWorkers(IOptions<AccountOptions> options)
        : this(Math.Max(1, Environment.ProcessorCount / 2), options.Value.PasswordsWaiting)
    {
    }

    /// <param name="workers">Threads.</param>
    /// <param name="waiting">Pieces of work that wait for each thread at most.</param>
    internal PasswordWorkers(int workers, int waiting)
    {
        _queue = new BlockingCollection<IWork>(workers * waiting);
        for (var i = 0; i < workers; i++)
        {
            new Thread(Work) { IsBackground = true, Name = "passwords" }.Start();
        }
    }

    /// <summary>Does a piece of work in its turn; <see cref="ErrorCode.Overloaded"/> where too much waits already.</summary>
    public Task<Result<T>> DoAsync<T>(Func<T> work)
    {
        var piece = new Piece<T>(work);
        return _queue.TryAdd(piece)
            ? piece.Done
            : Task.FromResult<Result<T>>(new Error(ErrorCode.Overloaded, "As many passwords as can wait are waiting. Try again in a moment."));
    }

    /// <summary>What waits is still done.</summary>
    public void Dispose() => _queue.CompleteAdding();

    private void Work()
    {
        ThreadNiceness.GiveWay();
        foreach (var piece in _queue.GetConsumingEnumerable())
        {
            piece.Do();
        }
    }

    private interface IWork
    {
        void Do();
    }

    private sealed class Piece<T>(Func<T> work) : IWork
    {
        private readonly TaskCompletionSource<Result<T>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Result<T>> Done => _done.Task;

        public void Do()
        {
            try
            {
                _done.SetResult(work());
            }
            catch (Exception fault)
            {
                _done.SetException(fault);
            }
        }
    }
}
