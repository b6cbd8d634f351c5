using RelayKit.Tenants;

namespace RelayKit.Idempotency;

/// <summary>
/// What is kept of an idempotency key while it holds. Nothing of it can be read, nor a guess be tried on it, without the credential and the
/// key that came with the request: docs/decisions/0015.
/// </summary>
public sealed record StoredKey
{
    /// <summary>How long a key holds, from its first use.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>How long whoever runs a request may take before others may take it for dead. Longer than any request runs.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Whose key it is; null for the operator's.</summary>
    public required TenantId? Tenant { get; init; }

    /// <summary>32 bytes that follow from the credential, the key, the method and the path: the row's identity.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>32 bytes that follow from the query and the body: under the same key they have to be the same.</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>Random bytes, sealed, from which repetitions make the same ids.</summary>
    public required byte[] Seed { get; init; }

    /// <summary>Who runs the request, or ran it last: a new one for each run.</summary>
    public required Guid Claim { get; init; }

    /// <summary>When the key was first used.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when nobody else may run the request, as long as there is no answer.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>The answer, sealed; null as long as there is none.</summary>
    public byte[]? Answer { get; init; }

    /// <summary>What a request finds when it meets this row.</summary>
    /// <param name="mine">The row that the request would have made, had there been none.</param>
    public KeyVerdict Judge(StoredKey mine) =>
        Claim == mine.Claim ? KeyVerdict.Mine
        : mine.CreatedAt - CreatedAt >= Lifetime ? KeyVerdict.Expired
        : !ContentHash.AsSpan().SequenceEqual(mine.ContentHash) ? KeyVerdict.OtherContent
        : Answer is not null ? KeyVerdict.Answered
        : LeaseUntil > mine.CreatedAt ? KeyVerdict.InFlight
        : KeyVerdict.Abandoned;

    /// <summary>This row, run by the one who found it: ids are made from the same seed and instant as before.</summary>
    public StoredKey TakenOverBy(StoredKey mine) => this with { Claim = mine.Claim, LeaseUntil = mine.LeaseUntil };
}
