using RelayKit.Tenants;

namespace RelayKit.Outbox;

/// <summary>Something that is to leave the system. It is kept from the transaction of its cause until it has arrived.</summary>
public sealed record OutboxMessage
{
    /// <summary>
    /// What makes it this one and no other: of two with one id the second is not added. Made from the fact that it tells of, it makes a cause repeatable;
    /// and it is what receivers know it by, however often it comes.
    /// </summary>
    public required Guid Id { get; init; }

    /// <summary>One of <see cref="OutboxKinds"/>: who sends it.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// Where it goes, as its kind means it: what has an order of its own, and a share of its own of what is under way, so that one that is slow holds up
    /// no other.
    /// </summary>
    public required string Destination { get; init; }

    /// <summary>Whose it is; it is erased with the tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The row that it tells of; null where the body says all.</summary>
    public Guid? Subject { get; init; }

    /// <summary>What its kind needs to send it; sealed, where there is a secret in it.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before when it is sent; null for at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Without the body, so that no log can hold it.</summary>
    public override string ToString() => $"OutboxMessage {{ {Kind} {Id} }}";
}
