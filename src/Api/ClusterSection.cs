namespace RelayKit.Api;

/// <summary>What silos and their clients have to agree on to find each other.</summary>
public static class ClusterSection
{
    /// <summary>
    /// Configuration section with <c>ClusterId</c> (which silos form one cluster; default <c>default</c>) and <c>ServiceId</c>
    /// (whose grain state it is; default <c>default</c>; never changed once there is data).
    /// </summary>
    public const string Name = "RelayKit:Cluster";

    /// <summary>Orleans' name for PostgreSQL.</summary>
    public const string AdoNetInvariant = "Npgsql";
}
