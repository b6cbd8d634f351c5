using RelayKit.Cli.Chaos.Plan;

namespace RelayKit.Cli.Chaos;

/// <summary>What the caller chooses.</summary>
/// <param name="Root">The clone.</param>
/// <param name="Minutes">How long the storm lasts.</param>
/// <param name="Seed">What follows from chance follows from it.</param>
/// <param name="Silos">How many silos there are.</param>
/// <param name="Parts">What bad weather is wanted.</param>
/// <param name="Tenants">How many tenants there are.</param>
/// <param name="RoomsPerTenant">How many rooms each of them has.</param>
/// <param name="EventsPerSecond">What people in the rooms do, a second.</param>
internal sealed record ChaosOptions(
    string Root, double Minutes, int Seed, int Silos, ChaosPart Parts, int Tenants, int RoomsPerTenant, double EventsPerSecond);
