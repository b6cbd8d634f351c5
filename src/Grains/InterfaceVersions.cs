namespace RelayKit;

/// <summary>
/// The version of each grain interface. It moves on by one in the release that adds a method to the interface or changes what one
/// of its methods promises; docs/decisions/0007 has the rules.
/// </summary>
internal static class InterfaceVersions
{
    public const ushort Room = 2;

    public const ushort UsageMeter = 2;

    public const ushort Tenant = 4;

    public const ushort Reconciliation = 1;

    public const ushort Watch = 1;

    public const ushort RateLimit = 1;

    public const ushort Bandwidth = 1;

    public const ushort Retention = 1;

    public const ushort Abuse = 1;

    public const ushort Recording = 1;

    public const ushort RecordingSweep = 1;

    public const ushort Ingress = 1;
}
