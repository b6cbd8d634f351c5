using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Privacy;

/// <summary>Asks for the deletion of the tenant.</summary>
/// <param name="Confirm">The organisation's name, as <c>GET /v1/tenant</c> gives it: typed again, so that nobody deletes a tenant by mistake.</param>
internal sealed record RequestDeletionRequest([property: Needed("type the organisation's name"), Title(200)] string? Confirm);

/// <summary>Restricts what is done with the tenant's data.</summary>
/// <param name="Scope"><c>analysis</c> or <c>all</c>.</param>
internal sealed record SetRestrictionRequest([property: Needed("say what to stop"), OneOf("analysis", "all")] string? Scope);

/// <summary>Asks for the erasure of one end user.</summary>
/// <param name="Identity">The identity, as join tokens named it.</param>
internal sealed record EraseEndUserRequest([property: Needed("say whom to erase"), Identity] string? Identity);
