using RelayKit.Tenants;

namespace RelayKit.Accounts;

/// <summary>What is kept of a token that was mailed: it is good once, and not for long.</summary>
public sealed record AccountToken
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The account's tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Whose it is.</summary>
    public required AccountId Account { get; init; }

    /// <summary>What it is good for.</summary>
    public required TokenPurpose Purpose { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is good for nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>For <see cref="TokenPurpose.ChangeEmail"/>: the address that the mail went to.</summary>
    public EmailAddress? NewEmail { get; init; }

    /// <summary>How long a token of a purpose is good for.</summary>
    public static TimeSpan LifetimeOf(TokenPurpose purpose) => purpose switch
    {
        TokenPurpose.VerifyEmail => TimeSpan.FromDays(3),
        TokenPurpose.ResetPassword => TimeSpan.FromHours(1),
        _ => TimeSpan.FromHours(24),
    };

    /// <summary>A token that is made now.</summary>
    public static AccountToken New(Account account, TokenPurpose purpose, DateTimeOffset now, EmailAddress? newEmail = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        Tenant = account.Tenant,
        Account = account.Id,
        Purpose = purpose,
        CreatedAt = now,
        ExpiresAt = now + LifetimeOf(purpose),
        NewEmail = newEmail,
    };

    /// <summary>Whether it is good for something at an instant.</summary>
    public bool IsGoodFor(TokenPurpose purpose, DateTimeOffset now) => purpose == Purpose && now < ExpiresAt;
}
