namespace RelayKit.Bench.Webhooks;

/// <summary>What a bench is given by <c>./relaykit bench</c>, through the environment.</summary>
internal sealed record BenchSettings(string SiloDll, string Postgres, int ApiPort, int SiloPort, int GatewayPort, int CeilingPort)
{
    private const string SiloDllVariable = "RELAYKIT_BENCH_SILO_DLL";
    private const string PostgresVariable = "RelayKit__Postgres";

    public Uri ApiUrl => new($"http://127.0.0.1:{ApiPort}/");

    public Uri CeilingUrl => new($"http://127.0.0.1:{CeilingPort}/");

    /// <summary>Null, with what is missing, when the bench was not called by the script.</summary>
    public static BenchSettings? Read(Func<string, string?> environment, out string missing)
    {
        missing = string.Join(", ", new[] { SiloDllVariable, PostgresVariable }.Where(name => string.IsNullOrEmpty(environment(name))));
        return missing.Length > 0
            ? null
            : new BenchSettings(
                environment(SiloDllVariable)!,
                environment(PostgresVariable)!,
                Port("RELAYKIT_API_PORT", 8080),
                Port("RELAYKIT_SILO_PORT", 11111),
                Port("RELAYKIT_GATEWAY_PORT", 30000),
                Port("RELAYKIT_SIMULATOR_PORT", 7880));

        int Port(string name, int fallback) => int.TryParse(environment(name), out var port) ? port : fallback;
    }
}
