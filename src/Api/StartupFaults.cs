using System.Data.Common;
using Microsoft.Extensions.Options;
using RelayKit.Storage;

namespace RelayKit.Api;

/// <summary>
/// Runs a process, and when it cannot start for a reason that its operator can mend, says that reason and not where in the code it
/// was met.
/// </summary>
public static class StartupFaults
{
    /// <summary>The exit code: 0, or 1 after a fault that was explained. Any other fault is thrown on.</summary>
    public static async Task<int> ExplainAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (OptionsValidationException fault)
        {
            return await SayAsync(fault.Failures);
        }
        catch (AggregateException faults) when (faults.InnerExceptions.All(fault => fault is OptionsValidationException))
        {
            return await SayAsync(faults.InnerExceptions.Cast<OptionsValidationException>().SelectMany(fault => fault.Failures).Distinct());
        }
        catch (DatabaseSetupException fault)
        {
            return await SayAsync([fault.Message]);
        }
        catch (DbException fault)
        {
            return await SayAsync([$"PostgreSQL could not be reached or used (RelayKit__Postgres): {fault.Message}"]);
        }
        catch (IOException fault) when (fault.Message.Contains("address already in use", StringComparison.Ordinal))
        {
            return await SayAsync([$"{fault.Message} Set ASPNETCORE_URLS to another address."]);
        }
    }

    private static async Task<int> SayAsync(IEnumerable<string> reasons)
    {
        foreach (var reason in reasons)
        {
            await Console.Error.WriteLineAsync($"relaykit: {reason}");
        }

        return 1;
    }
}
