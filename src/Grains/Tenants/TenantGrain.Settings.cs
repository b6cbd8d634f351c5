using RelayKit.Roles;
using RelayKit.Usage;

namespace RelayKit.Tenants;

internal sealed partial class TenantGrain
{
    public Task<TenantPolicy> GetPolicyAsync() => Task.FromResult(Policy);

    public async Task<Result<TenantPolicy>> ReplaceSettingsAsync(TenantSettings settings, long? expectedVersion, CancellationToken cancellation)
    {
        if (expectedVersion is { } expected && expected != state.State.Version)
        {
            return new Error(
                ErrorCode.SettingsChanged,
                $"The settings are at version {state.State.Version}, not {expected}: somebody has changed them. Read them again and repeat the change.");
        }

        await WriteAsync(settings, cancellation);
        return Policy;
    }

    public async Task<Result<Role>> SetRoleAsync(Role role, CancellationToken cancellation)
    {
        var others = Settings.Roles.Where(other => other.Name != role.Name).ToList();
        if (others.Count >= TenantSettings.MaxRoles)
        {
            return new Error(ErrorCode.TooMany, $"A tenant has at most {TenantSettings.MaxRoles} roles of its own. Delete one that is not used.");
        }

        await WriteAsync(Settings with { Roles = [.. others.Append(role).OrderBy(static r => r.Name, StringComparer.Ordinal)] }, cancellation);
        return role;
    }

    public async Task<Result<Role>> RemoveRoleAsync(string name, CancellationToken cancellation)
    {
        if (Settings.Roles.FirstOrDefault(role => role.Name == name) is not { } role)
        {
            return new Error(ErrorCode.RoleNotFound, $"The tenant has no role '{name}' of its own. GET /v1/roles lists those that there are.");
        }

        await WriteAsync(Settings with { Roles = Settings.Roles.Remove(role) }, cancellation);
        return role;
    }

    public async Task<Result<TenantPolicy>> SetOperatorSettingsAsync(OperatorSettings settings, CancellationToken cancellation)
    {
        state.State.Operator = settings;
        await state.WriteStateAsync(cancellation);
        TellMeters();
        return Policy;
    }

    private TenantSettings Settings => state.State.Settings ?? new TenantSettings();

    private TenantPolicy Policy => new()
    {
        Version = state.State.Version,
        Settings = Settings,
        OperatorLimits = state.State.Operator?.Limits ?? Limits.LimitSet.None,
        OperatorBudget = OperatorBudget,
        RateLimits = state.State.Operator?.RateLimits,
        Suspension = Termination ?? Suspended,
        Deletion = _deletion,
        Restriction = _restriction,
        Slowdown = state.State.Slowdown,
        LiveKitCluster = state.State.LiveKitCluster ?? liveKit.Default.Name,
    };

    private async Task WriteAsync(TenantSettings settings, CancellationToken cancellation)
    {
        state.State.Settings = settings;
        state.State.Version++;
        await state.WriteStateAsync(cancellation);
        TellMeters();
    }

    /// <summary>Budgets, limits and suspensions are watched by the meters. One that does not hear of it reads them anew within minutes.</summary>
    private void TellMeters()
    {
        foreach (var mode in new[] { Mode.Live, Mode.Test })
        {
            meters.Get(new MeterKey(Id, mode).ToString()).ReadBudgetsAsync().Ignore();
        }
    }
}
