namespace RelayKit;

/// <summary>Takes the place of the released versions in the build that plays the next release (RelayKitNextBuild).</summary>
internal static class InterfaceVersions
{
    public const ushort Room = 3;

    public const ushort UsageMeter = 3;

    public const ushort Tenant = 4;

    public const ushort Reconciliation = 1;

    public const ushort Watch = 1;

    public const ushort RateLimit = 1;

    public const ushort Bandwidth = 1;

    public const ushort Retention = 1;

    public const ushort Abuse = 1;

    public const ushort Ingress = 1;

    public const ushort Recording = 1;

    public const ushort RecordingSweep = 1;
}
