namespace RelayKit.Client;

/// <summary>The tenant's settings.</summary>
public sealed class TenantCalls
{
    private readonly Transport _transport;

    internal TenantCalls(Transport transport) => _transport = transport;

    /// <summary>The tenant of the API key with its settings.</summary>
    /// <param name="cancellation">Gives up.</param>
    public Task<Tenant> GetAsync(CancellationToken cancellation = default) => SendAsync(ApiCall.Get("getTenant", "v1/tenant"), cancellation);

    /// <summary>Changes some of the settings. They hold within a second everywhere.</summary>
    /// <param name="change">What is not named in it stays.</param>
    /// <param name="ifMatch">The <see cref="Tenant.ETag"/> of the settings that were read, so that nobody else's change is lost; null to change them in any case.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException">
    /// <see cref="ErrorCodes.SettingsChanged"/>: somebody else has changed them since. With <paramref name="ifMatch"/> a call whose answer is lost is not
    /// repeated: read the settings to see whether it was made.
    /// </exception>
    public Task<Tenant> UpdateAsync(UpdateTenant change, string? ifMatch = null, CancellationToken cancellation = default) =>
        SendAsync(ApiCall.Patch("updateTenant", "v1/tenant", change, ClientJson.Default.UpdateTenant) with { IfMatch = ifMatch }, cancellation);

    private async Task<Tenant> SendAsync(ApiCall call, CancellationToken cancellation)
    {
        var tag = "";
        var tenant = await _transport.SendAsync(
            call,
            (response, token) =>
            {
                tag = response.Headers.ETag?.ToString() ?? "";
                return Transport.ReadAsync(call, response, ClientJson.Default.Tenant, token);
            },
            cancellation).ConfigureAwait(false);
        return tenant! with { ETag = tag };
    }
}
