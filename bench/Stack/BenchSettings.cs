using System.Globalization;

namespace RelayKit.Bench.Stack;

/// <summary>What a bench is given by <c>./relaykit bench</c>, through the environment.</summary>
internal sealed record BenchSettings(string SiloDll, string ApiDll, string Postgres, int ApiPort, int SiloPort, int GatewayPort, int BaselinePort)
{
    private const string SiloDllVariable = "RELAYKIT_BENCH_SILO_DLL";
    private const string ApiDllVariable = "RELAYKIT_BENCH_API_DLL";
    private const string PostgresVariable = "RelayKit__Postgres";

    public Uri BaselineUrl => new($"http://127.0.0.1:{BaselinePort}/");

    /// <summary>Where the API of a silo is reached; each silo of a bench has its own port, counted up.</summary>
    public Uri ApiUrl(int silo) => new($"http://127.0.0.1:{ApiPort + silo}/");

    /// <summary>Null, with what is missing or wrong, when the bench was not called by the script.</summary>
    public static BenchSettings? Read(Func<string, string?> environment, out string wrong)
    {
        wrong = string.Join(
            ", ", new[] { SiloDllVariable, ApiDllVariable, PostgresVariable }.Where(name => string.IsNullOrEmpty(environment(name))).Select(name => $"{name} is not set"));
        if (wrong.Length > 0)
        {
            return null;
        }

        var ports = new Dictionary<string, int>
        {
            ["RELAYKIT_API_PORT"] = 8080,
            ["RELAYKIT_SILO_PORT"] = 11111,
            ["RELAYKIT_GATEWAY_PORT"] = 30000,
            ["RELAYKIT_SIMULATOR_PORT"] = 7880,
        };
        foreach (var name in ports.Keys)
        {
            if (environment(name) is not { Length: > 0 } text)
            {
                continue;
            }

            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            {
                wrong = $"{name} has to be a port, 1 to 65535, and is '{text}'";
                return null;
            }

            ports[name] = port;
        }

        return new BenchSettings(
            environment(SiloDllVariable)!, environment(ApiDllVariable)!, environment(PostgresVariable)!,
            ports["RELAYKIT_API_PORT"], ports["RELAYKIT_SILO_PORT"], ports["RELAYKIT_GATEWAY_PORT"], ports["RELAYKIT_SIMULATOR_PORT"]);
    }
}
