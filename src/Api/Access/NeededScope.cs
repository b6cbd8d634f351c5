using RelayKit.Access;

namespace RelayKit.Api.Access;

/// <summary>The scope that whoever calls a tenant's route has to have.</summary>
/// <param name="Scope">The scope.</param>
internal sealed record NeededScope(Scope Scope)
{
    /// <summary>What a route needs.</summary>
    /// <exception cref="InvalidOperationException">It does not say. Such a route is open to nobody, so nothing starts.</exception>
    public static Scope Of(IEnumerable<object> metadata) => metadata.OfType<NeededScope>().LastOrDefault()?.Scope
        ?? throw new InvalidOperationException($"A tenant's route has to say which scope it needs, by .Needs(Scope.…).");
}
