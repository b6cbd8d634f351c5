using System.Globalization;
using RelayKit.Api;
using RelayKit.Storage;
using RelayKit.Supabase;

namespace RelayKit.Silo.Accounts;

/// <summary>The commands that move accounts between RelayKit's own keeping of passwords and Supabase Auth. They open no port.</summary>
internal static class AccountCommands
{
    public const string Export = "export-accounts";
    public const string Import = "import-accounts";

    /// <summary>Needs PostgreSQL's and Supabase's settings.</summary>
    /// <returns>Whether all accounts have moved.</returns>
    public static async Task<bool> ExportAsync(string[] args)
    {
        var builder = ProcessDefaults.CreateBuilder(args);
        builder.Services.AddStores(builder.Configuration);
        builder.Services.AddSupabaseAuth();
        builder.Services.AddSingleton<AccountExport>();
        await using var app = builder.Build();
        app.ValidateSettings();
        return await TellAsync(await app.Services.GetRequiredService<AccountExport>().RunAsync(CancellationToken.None), "Supabase");
    }

    /// <summary>Needs PostgreSQL's settings, and a file as the first argument.</summary>
    /// <returns>Whether all accounts of the file have moved.</returns>
    public static async Task<bool> ImportAsync(string[] args)
    {
        if (args is not [{ Length: > 0 } path, .. var settings])
        {
            await Console.Error.WriteLineAsync($"{Import} needs a file as its first argument: one JSON object a line, with id and encrypted_password of auth.users.");
            return false;
        }

        var builder = ProcessDefaults.CreateBuilder(settings);
        builder.Services.AddStores(builder.Configuration);
        builder.Services.AddSingleton<AccountImport>();
        await using var app = builder.Build();
        app.ValidateSettings();
        try
        {
            using var lines = new StreamReader(path);
            return await TellAsync(await app.Services.GetRequiredService<AccountImport>().RunAsync(lines, CancellationToken.None), "RelayKit");
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"RelayKit cannot take accounts back. {fault.Message} Those of the lines before have moved.");
            return false;
        }
    }

    private static async Task<bool> TellAsync(MoveReport report, string to)
    {
        foreach (var (account, why) in report.Left)
        {
            await Console.Error.WriteLineAsync($"{account} stays: {why}.");
        }

        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Moved} accounts have moved to {to}, {report.Left.Count} stay where they are, {report.Unknown} lines are about no account of that provider."));
        return report.Left.Count == 0;
    }
}
