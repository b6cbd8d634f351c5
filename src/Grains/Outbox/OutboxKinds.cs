using System.Collections.Immutable;

namespace RelayKit.Outbox;

/// <summary>What leaves the system, by what sends it. The words stand in the database and never change.</summary>
public static class OutboxKinds
{
    /// <summary>An event, to an endpoint of a tenant's.</summary>
    public const string Webhook = "webhook";

    /// <summary>A mail.</summary>
    public const string Mail = "mail";

    /// <summary>Usage, to whoever bills it.</summary>
    public const string Meter = "meter";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } = [Webhook, Mail, Meter];
}
