namespace RelayKit.Silo;

/// <summary>Switches that decide what is registered, and so are read before the options are.</summary>
internal static class SiloSwitches
{
    /// <summary>Whether a switch of the silo's section is on.</summary>
    /// <param name="configuration">The process's configuration.</param>
    /// <param name="name">The property of <see cref="SiloOptions"/>.</param>
    /// <param name="otherwise">What holds without a value, and for one that is no boolean: the options refuse that later, with all else that is wrong.</param>
    public static bool IsOn(this IConfiguration configuration, string name, bool otherwise) =>
        bool.TryParse(configuration[$"{SiloOptions.Section}:{name}"], out var value) ? value : otherwise;
}
