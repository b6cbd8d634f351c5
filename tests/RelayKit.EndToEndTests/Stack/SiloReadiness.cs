namespace RelayKit.EndToEndTests.Stack;

/// <summary>Waits for a process that was just started to take work.</summary>
public static class SiloReadiness
{
    /// <summary>Returns once <c>/readyz</c> answers 200.</summary>
    /// <exception cref="InvalidOperationException">The process has ended; its output is in the message.</exception>
    /// <exception cref="TimeoutException">It is not ready in time; its output is in the message.</exception>
    public static async Task WaitAsync(ChildProcess silo, HttpClient http, TimeSpan patience)
    {
        try
        {
            await Eventually.HoldsAsync(() => IsReadyAsync(silo, http), "/readyz answers 200", patience);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} The silo's output:\n{silo.Output}", late);
        }
    }

    private static async Task<bool> IsReadyAsync(ChildProcess silo, HttpClient http)
    {
        if (silo.HasExited)
        {
            throw new InvalidOperationException($"The silo has ended with {silo.ExitCode}. Its output:\n{silo.Output}");
        }

        try
        {
            using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
