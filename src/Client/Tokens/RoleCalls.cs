namespace RelayKit.Client;

/// <summary>Roles that join tokens are minted by.</summary>
public sealed class RoleCalls
{
    private readonly Transport _transport;

    internal RoleCalls(Transport transport) => _transport = transport;

    /// <summary>All roles: those that every tenant has, and the tenant's own.</summary>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<Role> ListAsync(CancellationToken cancellation = default) => _transport.AllAsync<Page<Role>, Role>(
        static cursor => ApiCall.Get("listRoles", "v1/roles" + new QueryText().Add("cursor", cursor)), ClientJson.Default.PageRole, cancellation);

    /// <summary>Makes a role, or replaces it.</summary>
    /// <param name="role">Its name.</param>
    /// <param name="permissions">What it grants.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Role> SetAsync(string role, Grants permissions, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Put("setRole", PathOf(role), new SetRole(permissions), ClientJson.Default.SetRole), ClientJson.Default.Role, cancellation);

    /// <summary>Deletes a role. Tokens that were minted by it stay as they are.</summary>
    /// <param name="role">Its name.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task DeleteAsync(string role, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Delete("deleteRole", PathOf(role)), cancellation);

    private static string PathOf(string role) => $"v1/roles/{PathSegment.Of(role, nameof(role))}";
}
