using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Supabase;

namespace RelayKit.UnitTests.Supabase;

/// <summary>Where the project's keys are fetched from, in a time of its own.</summary>
internal sealed class PlayedKeySource : IDisposable
{
    private readonly SupabaseInstruments _instruments = new();
    private int _fetches;

    public PlayedKeySource(params ProjectKey[] keys)
    {
        Answer = () => Task.FromResult(ProjectKey.Set(keys));
        Keys = new SigningKeys(FetchAsync, Time, _instruments, NullLogger<SigningKeys>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    public SigningKeys Keys { get; }

    /// <summary>What the next fetches give.</summary>
    public Func<Task<byte[]>> Answer { get; set; }

    public int Fetches => Volatile.Read(ref _fetches);

    public SupabaseTokens Tokens(string? secret = null) => new(
        new SupabaseOptions { Url = "https://project.supabase.example", AnonKey = "anon", ServiceRoleKey = "service", JwtSecret = secret }, Keys, Time);

    public void Dispose() => _instruments.Dispose();

    private Task<byte[]> FetchAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _fetches);
        return Answer();
    }
}
