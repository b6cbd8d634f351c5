using RelayKit.Api;
using RelayKit.Storage;
using RelayKit.Storage.Secrets;

namespace RelayKit.Silo;

/// <summary>What the program does besides being a silo: <c>migrate</c> prepares the database, <c>rotate-secrets</c> gives tenants' secrets a new key; then it ends.</summary>
internal static class SiloCommands
{
    private const string Migrate = "migrate";
    private const string RotateSecrets = "rotate-secrets";
    private const int Misused = 2;

    /// <summary>Whether the first argument is a word, and so a command; a setting starts with a dash or has an equals sign.</summary>
    public static bool AsksFor(string[] args) =>
        args is [{ Length: > 0 } word, ..] && word[0] is not ('-' or '/') && !word.Contains('=', StringComparison.Ordinal);

    /// <summary>Carries the command out.</summary>
    /// <returns>0: done; 1: it could not be done, and stderr says why; 2: there is no such command.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        switch (args[0])
        {
            case Migrate:
                return await StartupFaults.ExplainAsync(() => MigrateAsync(args[1..]), "RelayKit cannot migrate.");
            case RotateSecrets:
                return await StartupFaults.ExplainAsync(() => RotateSecretsAsync(args[1..]), "RelayKit cannot rotate secrets.");
        }

        await Console.Error.WriteLineAsync(
            $"There is no command '{args[0]}'. Without one this is a silo; '{Migrate}' prepares the database, '{RotateSecrets}' gives tenants' secrets a new key.");
        return Misused;
    }

    /// <summary>Needs no setting but PostgreSQL's, and opens no port.</summary>
    private static async Task MigrateAsync(string[] args)
    {
        var builder = ProcessDefaults.CreateBuilder(args);
        builder.Services.AddRelayKitPostgres(builder.Configuration);
        await using var app = builder.Build();
        app.ValidateSettings();
        await app.Services.GetRequiredService<DatabasePreparation>().RunAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync("The database is ready: roles, schema and the partitions of the months ahead are up to date.");
    }

    /// <summary>Needs PostgreSQL's settings and the wrapping keys, and opens no port. Silos may serve meanwhile.</summary>
    private static async Task RotateSecretsAsync(string[] args)
    {
        var builder = ProcessDefaults.CreateBuilder(args);
        builder.Services.AddStores(builder.Configuration);
        await using var app = builder.Build();
        app.ValidateSettings();
        await app.Services.GetRequiredService<KeyRingCheck>().VerifyAsync(CancellationToken.None);
        var report = await app.Services.GetRequiredService<SecretRotation>().RunAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync(
            $"The ring has the new key {report.Key}. Wrapped anew: {report.KeysWrapped} keys. Sealed anew: {report.SecretsSealed} secrets.");
    }
}
