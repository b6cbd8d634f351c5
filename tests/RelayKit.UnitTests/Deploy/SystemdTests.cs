using System.Globalization;
using RelayKit.Silo;

namespace RelayKit.UnitTests.Deploy;

/// <summary>The systemd unit and the file of its settings.</summary>
public sealed class SystemdTests
{
    private static readonly ILookup<string, string> Unit = DeployFiles.Text("systemd/relaykit.service").Split('\n')
        .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
        .Select(line => line.Split('=', 2)).ToLookup(parts => parts[0], parts => parts[1]);

    [Fact]
    public void It_runs_the_silo_and_waits_for_it_to_end()
    {
        Assert.Equal(typeof(SiloOptions).Assembly.GetName().Name, Path.GetFileName(Unit["ExecStart"].Single()));
        Assert.True(TimeSpan.FromSeconds(int.Parse(Unit["TimeoutStopSec"].Single(), CultureInfo.InvariantCulture)) > DeployFiles.LongestStop);
        Assert.Equal("on-failure", Unit["Restart"].Single());
    }

    [Theory]
    [InlineData("DynamicUser", "yes")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("ProtectHome", "yes")]
    [InlineData("CapabilityBoundingSet", "")]
    [InlineData("EnvironmentFile", "/etc/relaykit/relaykit.env")]
    public void It_is_locked(string directive, string value) => Assert.Equal(value, Unit[directive].Single());

    [Fact]
    public void The_settings_hold_no_secret_and_the_codes_own_ports()
    {
        var settings = DeployFiles.Text("systemd/relaykit.env.example").Split('\n')
            .Where(line => line.StartsWith("RelayKit__", StringComparison.Ordinal)).ToDictionary(line => line.Split('=', 2)[0], line => line.Split('=', 2)[1]);
        var defaults = new SiloOptions();

        Assert.All(["RelayKit__Postgres", "RelayKit__OperatorKey", "RelayKit__Secrets__WrappingKeys__0", "RelayKit__LiveKit__0__ApiSecret"], key => Assert.Equal(string.Empty, settings[key]));
        Assert.Equal(defaults.SiloPort.ToString(CultureInfo.InvariantCulture), settings["RelayKit__Silo__SiloPort"]);
        Assert.Equal(defaults.GatewayPort.ToString(CultureInfo.InvariantCulture), settings["RelayKit__Silo__GatewayPort"]);
    }
}
