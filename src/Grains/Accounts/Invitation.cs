using RelayKit.Tenants;

namespace RelayKit.Accounts;

/// <summary>Somebody may join a tenant, by a token that was mailed.</summary>
public sealed record Invitation
{
    /// <summary>How long it holds.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Its id, <c>inv_…</c> outside.</summary>
    public required Guid Id { get; init; }

    /// <summary>The tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Who is invited.</summary>
    public required EmailAddress Email { get; init; }

    /// <summary>What the account may do then.</summary>
    public required AccountRole Role { get; init; }

    /// <summary>Who invited.</summary>
    public required AccountId InvitedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is good for nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Without the address, so that no log can hold it.</summary>
    public override string ToString() => $"Invitation {{ {Id}, {Tenant}, {Role.Word()} }}";
}
