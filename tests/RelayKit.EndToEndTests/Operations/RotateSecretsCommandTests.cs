using System.Security.Cryptography;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Operations;

/// <summary>The command that turns the keys of tenants' secrets, as an operator runs it.</summary>
public sealed class RotateSecretsCommandTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _old = NewKey();
    private readonly string _new = NewKey();
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresServer.CreateDatabaseAsync();
        await EndsAsync(With(), expected: 0, "migrate");
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_wrapping_key_is_replaced_in_three_steps()
    {
        Assert.Contains("Wrapped anew: 0 keys.", await EndsAsync(With(_old), expected: 0, "rotate-secrets"), StringComparison.Ordinal);
        Assert.Contains("Wrapped anew: 1 keys.", await EndsAsync(With(_new, _old), expected: 0, "rotate-secrets"), StringComparison.Ordinal);
        Assert.Contains("Wrapped anew: 0 keys.", await EndsAsync(With(_new), expected: 0, "rotate-secrets"), StringComparison.Ordinal);
        Assert.Equal(3L, await _database.ScalarAsync<long>("select count(*) from data_protection_keys"));
    }

    [Fact]
    public async Task Without_the_key_that_wrapped_the_ring_nothing_is_changed_and_no_silo_starts()
    {
        await EndsAsync(With(_old), expected: 0, "rotate-secrets");

        Assert.Contains(
            "RelayKit cannot rotate secrets. Keys of tenants' secrets in this database are wrapped by", await EndsAsync(With(_new), expected: 1, "rotate-secrets"), StringComparison.Ordinal);
        var silo = new SiloSettings(_database.ConnectionString, "http://127.0.0.1:1").Environment;
        silo["RelayKit__Secrets__WrappingKeys__0"] = _new;
        Assert.Contains("RelayKit cannot start. Keys of tenants' secrets in this database are wrapped by", await EndsAsync(silo, expected: 1), StringComparison.Ordinal);
        Assert.Equal(1L, await _database.ScalarAsync<long>("select count(*) from data_protection_keys"));
    }

    [Fact]
    public async Task Without_any_key_it_says_how_to_make_one() =>
        Assert.Contains("openssl rand -base64 32", await EndsAsync(With(), expected: 1, "rotate-secrets"), StringComparison.Ordinal);

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private Dictionary<string, string> With(params string[] wrappingKeys)
    {
        var settings = new Dictionary<string, string> { ["RelayKit__Postgres"] = _database.ConnectionString };
        for (var i = 0; i < wrappingKeys.Length; i++)
        {
            settings[$"RelayKit__Secrets__WrappingKeys__{i}"] = wrappingKeys[i];
        }

        return settings;
    }

    private static async Task<string> EndsAsync(Dictionary<string, string> settings, int expected, params string[] arguments)
    {
        await using var process = ChildProcess.Start(Executable.Silo, settings, arguments);
        await process.WaitForExitAsync(Patience);

        Assert.True(process.ExitCode == expected, $"Ended with {process.ExitCode}:\n{process.Output}");
        Assert.DoesNotContain("\n   at ", process.Output, StringComparison.Ordinal);
        return process.Output;
    }
}
