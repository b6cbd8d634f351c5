using Orleans.Configuration;
using Orleans.Versions.Compatibility;
using Orleans.Versions.Selector;

namespace RelayKit.Silo;

/// <summary>Which build answers whose calls while old and new silos form one cluster. docs/decisions/0007 has the rules.</summary>
internal static class RollingUpgrades
{
    public static ISiloBuilder VersionGrains(this ISiloBuilder silo) => silo.Configure<GrainVersioningOptions>(versioning =>
    {
        // The new build understands the old one's calls, since interfaces only grow; the old cannot understand the new one's. So
        // a call of the new build's moves its grain to a new silo, once, and the old build's calls follow it there.
        versioning.DefaultCompatibilityStrategy = nameof(BackwardCompatible);

        // A grain that is not active may wake on any silo that understands the call. "Latest" would put everything on the
        // first new silo while it is still alone.
        versioning.DefaultVersionSelectorStrategy = nameof(AllCompatibleVersions);
    });
}
