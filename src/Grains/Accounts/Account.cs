using RelayKit.Tenants;

namespace RelayKit.Accounts;

/// <summary>A person who can sign in. An account belongs to one tenant.</summary>
public sealed record Account
{
    /// <summary>The longest name.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Its id.</summary>
    public required AccountId Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Where mails go, and what it signs in with.</summary>
    public required EmailAddress Email { get; init; }

    /// <summary>When it was last shown that mail to <see cref="Email"/> reaches its owner; null as long as it was not.</summary>
    public DateTimeOffset? EmailVerifiedAt { get; init; }

    /// <summary>What the person is called; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    public required AccountRole Role { get; init; }

    /// <summary>Who keeps its password: <see cref="IIdentityProvider.Name"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>What the provider calls it.</summary>
    public required string Subject { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When all its sessions were ended last; tokens of a provider's that were got by signing in before are good no more. Null for never.</summary>
    public DateTimeOffset? SignedOutAt { get; init; }

    /// <summary>Without name and address, so that no log can hold them.</summary>
    public override string ToString() => $"Account {{ {Id}, {Tenant}, {Role.Word()} }}";
}
