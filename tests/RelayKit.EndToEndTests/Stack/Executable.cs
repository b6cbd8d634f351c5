using System.Reflection;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>Where the build has put what is run as a process.</summary>
public static class Executable
{
    public static string Silo { get; } = Find("RelayKit.Silo");

    /// <summary>A silo that plays the next release: its grains' interfaces and messages have grown.</summary>
    public static string NextSilo { get; } = Find("RelayKit.Silo.Next");

    public static string Api { get; } = Find("RelayKit.Api");

    public static string Simulator { get; } = Find("RelayKit.LiveKit.Simulator");

    public static string StripeSimulator { get; } = Find("RelayKit.Stripe.Simulator");

    public static string Cli { get; } = Find("relaykit-cli");

    private static string Find(string name)
    {
        var path = typeof(Executable).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == name).Value!;
        return File.Exists(path) ? path : throw new FileNotFoundException($"{name} has not been built at {path}.");
    }
}
