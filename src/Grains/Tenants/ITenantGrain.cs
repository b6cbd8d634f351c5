using Orleans.CodeGeneration;
using Orleans.Concurrency;
using RelayKit.ApiKeys;
using RelayKit.Privacy;
using RelayKit.Roles;

namespace RelayKit.Tenants;

/// <summary>One tenant; the key is <see cref="TenantId.ToString"/>.</summary>
[Version(InterfaceVersions.Tenant)]
[Alias("RelayKit.ITenantGrain")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the tenant, with the first of its API keys. The same call again makes nothing more and gives the same answer, if the key has an
    /// <see cref="NewApiKey.Origin"/>.
    /// </summary>
    /// <param name="name">The organisation's name.</param>
    /// <param name="liveKitCluster">The LiveKit cluster that its rooms live on; null for the first that is configured.</param>
    /// <param name="firstKey">The key to make with it.</param>
    /// <param name="cancellation">Gives up; the tenant may have been made all the same.</param>
    [Alias("Create")]
    Task<Result<CreatedTenant>> CreateAsync(string name, string? liveKitCluster, NewApiKey firstKey, CancellationToken cancellation);

    /// <summary>Makes the tenant without a key, on the first LiveKit cluster that is configured. The same call again makes nothing more.</summary>
    /// <param name="name">The organisation's name.</param>
    /// <param name="cancellation">Gives up; the tenant may have been made all the same.</param>
    [Alias("CreateWithoutKey")]
    Task<Result<Tenant>> CreateWithoutKeyAsync(string name, CancellationToken cancellation);

    /// <summary>Makes another key; the same one when it is called again, if the key has an <see cref="NewApiKey.Origin"/>.</summary>
    [Alias("CreateApiKey")]
    Task<Result<CreatedApiKey>> CreateApiKeyAsync(NewApiKey key, CancellationToken cancellation);

    /// <summary>Changes a key that was not revoked.</summary>
    /// <param name="key">Its id.</param>
    /// <param name="change">What becomes of it.</param>
    /// <param name="caller">Who asks; null for the operator.</param>
    /// <param name="cancellation">The caller's deadline.</param>
    [Alias("UpdateApiKey")]
    Task<Result<ApiKey>> UpdateApiKeyAsync(Guid key, ApiKeyChange change, ApiKeyCaller? caller, CancellationToken cancellation);

    /// <summary>Gives a key that was not revoked another secret; the same one when it is called again.</summary>
    /// <param name="key">Its id.</param>
    /// <param name="rotation">What the secret follows from, and how long the old one goes on.</param>
    /// <param name="caller">Who asks; null for the operator.</param>
    /// <param name="cancellation">The caller's deadline.</param>
    [Alias("RotateApiKey")]
    Task<Result<CreatedApiKey>> RotateApiKeyAsync(Guid key, ApiKeyRotation rotation, ApiKeyCaller? caller, CancellationToken cancellation);

    /// <summary>Ends a key for good, with all its secrets. The tenant's log tells of it.</summary>
    /// <param name="key">Its id.</param>
    /// <param name="revocation">Why.</param>
    /// <param name="caller">Who asks; null for the operator, or nobody.</param>
    /// <param name="cancellation">The caller's deadline.</param>
    [Alias("RevokeApiKey")]
    Task<Result<ApiKey>> RevokeApiKeyAsync(Guid key, ApiKeyRevocation revocation, ApiKeyCaller? caller, CancellationToken cancellation);

    /// <summary>Ends the personal keys of an account that is leaving the tenant. The tenant's log tells of each.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellation">The caller's deadline.</param>
    /// <returns>How many there were.</returns>
    [Alias("RevokeApiKeysOfAccount")]
    Task<int> RevokeApiKeysOfAccountAsync(Guid account, CancellationToken cancellation);

    /// <summary>The LiveKit cluster that the tenant's rooms live on.</summary>
    [Alias("GetLiveKitCluster")]
    Task<string> GetLiveKitClusterAsync();

    /// <summary>All that decides what the tenant may do now.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    [Alias("GetPolicy")]
    Task<TenantPolicy> GetPolicyAsync();

    /// <summary>Replaces the tenant's settings.</summary>
    /// <param name="settings">The new ones.</param>
    /// <param name="expectedVersion">The version that the caller saw; null to replace whatever there is.</param>
    /// <param name="cancellation">The caller's deadline.</param>
    [Alias("ReplaceSettings")]
    Task<Result<TenantPolicy>> ReplaceSettingsAsync(TenantSettings settings, long? expectedVersion, CancellationToken cancellation);

    /// <summary>Makes a role of the tenant's own, or replaces it.</summary>
    [Alias("SetRole")]
    Task<Result<Role>> SetRoleAsync(Role role, CancellationToken cancellation);

    /// <summary>Removes a role of the tenant's own. Tokens that were minted by it stay as they are.</summary>
    [Alias("RemoveRole")]
    Task<Result<Role>> RemoveRoleAsync(string name, CancellationToken cancellation);

    /// <summary>Replaces the operator's limits of the tenant.</summary>
    [Alias("SetOperatorSettings")]
    Task<Result<TenantPolicy>> SetOperatorSettingsAsync(OperatorSettings settings, CancellationToken cancellation);

    /// <summary>Suspends the tenant; one that is suspended already gets the new reason, and its sessions may end earlier. The tenant's log tells of it.</summary>
    [Alias("Suspend")]
    Task<Result<TenantPolicy>> SuspendAsync(NewSuspension suspension, CancellationToken cancellation);

    /// <summary>Lowers the tenant's rates for some time; what is lowered already stays so. The tenant's log tells of the first time.</summary>
    [Alias("Slow")]
    Task<TenantPolicy> SlowAsync(Slowdown slowdown, CancellationToken cancellation);

    /// <summary>Gives the tenant its own rates again.</summary>
    [Alias("EndSlowdown")]
    Task<TenantPolicy> EndSlowdownAsync(CancellationToken cancellation);

    /// <summary>Replaces what billing asks for. The same again changes nothing. What the tenant is told of it is billing's own to say.</summary>
    [Alias("SetBillingTerms")]
    Task<TenantPolicy> SetBillingTermsAsync(BillingTerms terms, CancellationToken cancellation);

    /// <summary>Lets a tenant go on that the operator has suspended; what billing has stopped stays so. The tenant's log tells of it.</summary>
    [Alias("Resume")]
    Task<Result<TenantPolicy>> ResumeAsync(CancellationToken cancellation);

    /// <summary>Terminates the tenant, to be erased when the grace is over. Where a deletion stands already, that one.</summary>
    /// <param name="id">The deletion's id.</param>
    /// <param name="cancellation">Gives up; it may have been taken all the same.</param>
    [Alias("RequestDeletion")]
    Task<TenantDeletion> RequestDeletionAsync(Guid id, CancellationToken cancellation);

    /// <summary>Undoes the deletion that stands. False when there is none, or it is being carried out.</summary>
    [Alias("CancelDeletion")]
    Task<bool> CancelDeletionAsync(CancellationToken cancellation);

    /// <summary>Restricts what is done with the tenant's data.</summary>
    [Alias("Restrict")]
    Task<ProcessingRestriction> RestrictAsync(RestrictedProcessing scope, CancellationToken cancellation);

    /// <summary>Lifts the restriction. False when there is none.</summary>
    [Alias("LiftRestriction")]
    Task<bool> LiftRestrictionAsync(CancellationToken cancellation);
}
