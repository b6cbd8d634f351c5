using RelayKit.Tenants;

namespace RelayKit.Accounts;

/// <summary>
/// A browser that is signed in. It ends when it has not been used for <see cref="SessionLife.Idle"/>, when it is
/// <see cref="SessionLife.Longest"/> old, or when somebody ends it.
/// </summary>
public sealed record AccountSession
{
    /// <summary>How often its use is written down at most.</summary>
    public static readonly TimeSpan TouchPeriod = TimeSpan.FromMinutes(1);

    /// <summary>The longest user agent that is kept.</summary>
    public const int MaxUserAgentLength = 300;

    /// <summary>Its id, <c>asn_…</c> outside.</summary>
    public required Guid Id { get; init; }

    /// <summary>The account's tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Who is signed in.</summary>
    public required AccountId Account { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>From which address then; null where that was no network's.</summary>
    public string? Address { get; init; }

    /// <summary>By which user agent then.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Whether it still goes on at an instant.</summary>
    public bool IsAlive(SessionLife life, DateTimeOffset now) => now < LastSeenAt + life.Idle && now < CreatedAt + life.Longest;

    /// <summary>Whether its use at an instant has to be written down.</summary>
    public bool NeedsTouch(DateTimeOffset now) => now >= LastSeenAt + TouchPeriod;

    /// <summary>Without address and user agent, so that no log can hold them.</summary>
    public override string ToString() => $"AccountSession {{ {Id}, {Account} }}";
}

/// <summary>How long sessions last.</summary>
/// <param name="Idle">Without being used.</param>
/// <param name="Longest">However much they are used.</param>
public readonly record struct SessionLife(TimeSpan Idle, TimeSpan Longest);
