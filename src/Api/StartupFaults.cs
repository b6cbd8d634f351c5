using System.Data.Common;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using RelayKit.Secrets;
using RelayKit.Storage;
using RelayKit.Supabase;

namespace RelayKit.Api;

/// <summary>
/// What keeps a process from starting, in the operator's words: one line on stderr for each thing to mend, exit code 1. What
/// nobody can mend by a setting is not caught here and ends the process with its stack trace.
/// </summary>
public static partial class StartupFaults
{
    private const int Failure = 1;

    /// <summary>Builds and runs a process; returns its exit code.</summary>
    /// <param name="run">All that the process does.</param>
    /// <param name="cannot">What the process cannot do if that fails: the first sentence of each line.</param>
    public static async Task<int> ExplainAsync(Func<Task> run, string cannot = "RelayKit cannot start.")
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            await run();
            return 0;
        }
        catch (Exception fault) when (Explain(fault) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
            {
                await Console.Error.WriteLineAsync($"{cannot} {line}");
            }

            return Failure;
        }
    }

    /// <summary>Checks every setting at once, before anything is touched that a wrong one could harm.</summary>
    /// <exception cref="AggregateException">A setting is missing or wrong; every one of them is in it.</exception>
    public static WebApplication ValidateSettings(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var faults = new List<Exception>();
        foreach (var check in new Action[]
        {
            () => app.Services.GetService<IStartupValidator>()?.Validate(),
            () => app.Services.GetService<PostgresOptions>(),
        })
        {
            try
            {
                check();
            }
            catch (Exception fault) when (Explain(fault).Count > 0)
            {
                faults.Add(fault);
            }
        }

        return faults.Count == 0 ? app : throw new AggregateException(faults);
    }

    private static List<string> Explain(Exception fault) => fault switch
    {
        AggregateException several => Explain(several),
        OptionsValidationException invalid => [.. invalid.Failures.Select(Plain)],
        DatabaseSetupException unfit => [unfit.Message],
        SecretUnreadableException unreadable => [unreadable.Message],
        GoTrueUnavailableException away => [away.Message],
        DbException refused => [$"PostgreSQL cannot be used with RelayKit__Postgres: {WithCause(refused)}"],
        IOException { InnerException: not null } unbindable => [WithCause(unbindable)],
        SocketException or { InnerException: SocketException } =>
            [$"An address cannot be listened at (ASPNETCORE_URLS, RelayKit__Silo__*): {fault.Message}."],

        // The binder says so of a value that has not the setting's type, and names the setting with colons.
        InvalidOperationException unreadable when SettingPath().IsMatch(unreadable.Message) => [Plain(unreadable.Message)],
        _ => [],
    };

    private static List<string> Explain(AggregateException several)
    {
        var lines = several.InnerExceptions.Select(Explain).ToList();
        return lines.TrueForAll(line => line.Count > 0) ? [.. lines.SelectMany(line => line)] : [];
    }

    private static string WithCause(Exception fault) =>
        fault.InnerException is { } cause ? $"{fault.Message} {cause.Message}" : fault.Message;

    /// <summary>Keys as environment variables have them, and without what the library says of the options' types.</summary>
    private static string Plain(string message)
    {
        var annotation = AnnotationFrame().Match(message);
        return SettingPath().Replace(
            annotation.Success ? annotation.Groups["text"].Value : message,
            path => path.Value.Replace(":", "__", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\bRelayKit(:\w+)+")]
    private static partial Regex SettingPath();

    [GeneratedRegex("^DataAnnotation validation failed for .* with the error: '(?<text>.*)'\\.$", RegexOptions.Singleline)]
    private static partial Regex AnnotationFrame();
}
