using Microsoft.Extensions.Logging;

namespace RelayKit.StorageTests;

/// <summary>Tells when a message is logged.</summary>
internal sealed class LogSignal<T> : ILogger<T>
{
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _expected;

    internal Task Seen => _seen.Task;

    internal void Expect(string message) => _expected = message;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (formatter(state, exception) == _expected)
        {
            _seen.TrySetResult();
        }
    }
}
