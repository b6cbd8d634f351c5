namespace RelayKit.Cli.Chaos.World;

/// <summary>A tenant of the run.</summary>
/// <param name="Id">Its row's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ApiKey">A key of its.</param>
internal sealed record ChaosTenant(Guid Id, string Name, string ApiKey);
