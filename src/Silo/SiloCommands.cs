using System.Globalization;
using RelayKit.Api;
using RelayKit.Retention;
using RelayKit.Silo.Accounts;
using RelayKit.Storage;
using RelayKit.Storage.Retention;
using RelayKit.Storage.Secrets;

namespace RelayKit.Silo;

/// <summary>
/// What the program does besides being a silo: <c>migrate</c> prepares the database, <c>retain</c> removes what is past its day, <c>rotate-secrets</c> gives
/// tenants' secrets a new key, <c>export-accounts</c> and <c>import-accounts</c> move accounts to Supabase Auth and back; then it ends.
/// </summary>
internal static class SiloCommands
{
    private const string Migrate = "migrate";
    private const string Retain = "retain";
    private const string RotateSecrets = "rotate-secrets";
    private const int Failed = 1;
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
            case Retain:
                return await RunAsync(() => RetainAsync(args[1..]), "RelayKit cannot remove what is past its day.");
            case AccountCommands.Export:
                return await RunAsync(() => AccountCommands.ExportAsync(args[1..]), "RelayKit cannot move accounts.");
            case AccountCommands.Import:
                return await RunAsync(() => AccountCommands.ImportAsync(args[1..]), "RelayKit cannot take accounts back.");
            case RotateSecrets:
                return await StartupFaults.ExplainAsync(() => RotateSecretsAsync(args[1..]), "RelayKit cannot rotate secrets.");
        }

        await Console.Error.WriteLineAsync(
            $"There is no command '{args[0]}'. Without one this is a silo; '{Migrate}' prepares the database, '{Retain}' removes what is past its day, "
            + $"'{RotateSecrets}' gives tenants' secrets a new key, "
            + $"'{AccountCommands.Export}' moves accounts to Supabase Auth, '{AccountCommands.Import}' takes them back from a file.");
        return Misused;
    }

    private static async Task<int> RunAsync(Func<Task<bool>> command, string fault)
    {
        var done = false;
        var code = await StartupFaults.ExplainAsync(async () => done = await command(), fault);
        return code == 0 && !done ? Failed : code;
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

    /// <summary>
    /// The run of today, also where a silo without the login of migrations has made it: that one left its partitions behind, empty. It makes every step that a
    /// silo makes, for with runs switched off in silos nobody else erases tenants whose grace is over; their certificates are signed, so it needs the wrapping
    /// keys. False when a step had a fault, or a silo is at it.
    /// </summary>
    private static async Task<bool> RetainAsync(string[] args)
    {
        var builder = ProcessDefaults.CreateBuilder(args);
        builder.Services.AddStores(builder.Configuration);
        builder.Services.AddPrivacyWork();
        builder.Services.AddRetention(ownsPartitions: true);
        await using var app = builder.Build();
        app.ValidateSettings();
        await app.Services.GetRequiredService<KeyRingCheck>().VerifyAsync(CancellationToken.None);
        var run = await app.Services.GetRequiredService<RetentionRunner>().RunAsync(again: true, CancellationToken.None);
        foreach (var (step, removed) in run.Removals)
        {
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{step}: {removed.Rows} rows of {removed.Table}, {removed.Partitions} partitions dropped"));
        }

        await Console.Out.WriteLineAsync(run.FinishedAt is not null
            ? $"What was past its day on {run.Day:yyyy-MM-dd} is gone."
            : $"Not all that was past its day on {run.Day:yyyy-MM-dd} is gone: {(run.FailedSteps.IsEmpty ? "a silo is at it" : $"failed were {string.Join(", ", run.FailedSteps)}")}.");
        return run.FinishedAt is not null;
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
