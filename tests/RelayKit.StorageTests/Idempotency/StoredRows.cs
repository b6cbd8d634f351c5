using System.Security.Cryptography;
using RelayKit.Idempotency;
using RelayKit.Tenants;

namespace RelayKit.StorageTests.Idempotency;

/// <summary>Rows of idempotency keys, as requests would make them.</summary>
internal static class StoredRows
{
    public static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-23T12:00:00.123456Z", null);

    public static TenantId? NewOwner(bool isOperator) => isOperator ? null : new TenantId(Guid.CreateVersion7());

    /// <summary>The row of a new request.</summary>
    public static StoredKey New(TenantId? tenant) => new()
    {
        Tenant = tenant,
        RequestHash = RandomNumberGenerator.GetBytes(32),
        ContentHash = RandomNumberGenerator.GetBytes(32),
        Seed = RandomNumberGenerator.GetBytes(60),
        Claim = Guid.NewGuid(),
        CreatedAt = Now,
        LeaseUntil = Now + StoredKey.Lease,
    };

    /// <summary>The row that a repetition of the request would make.</summary>
    public static StoredKey Again(this StoredKey row, TimeSpan later = default) => row with
    {
        Seed = RandomNumberGenerator.GetBytes(60),
        Claim = Guid.NewGuid(),
        CreatedAt = row.CreatedAt + later,
        LeaseUntil = row.CreatedAt + later + StoredKey.Lease,
    };

    /// <summary>Every field as text, since arrays compare by identity.</summary>
    public static string Text(this StoredKey? row) => System.Text.Json.JsonSerializer.Serialize(row);
}
