using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>Reads <c>/metrics</c> as Prometheus does.</summary>
public static partial class Metrics
{
    /// <summary>How many webhooks have been answered with an outcome.</summary>
    public static async Task<long> WebhooksAnsweredAsync(this StackFixture stack, string outcome)
    {
        var answer = (await stack.Anonymous.GetAsync("/metrics")).Expect(HttpStatusCode.OK);
        var sample = Samples().Matches(answer.Body).SingleOrDefault(match => match.Groups["outcome"].Value == outcome);
        return sample is null ? 0 : long.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("""^relaykit_webhooks_livekit_seconds_count\{[^}]*outcome="(?<outcome>[a-z0-9_]+)"[^}]*\} (?<value>\d+)""", RegexOptions.Multiline)]
    private static partial Regex Samples();
}
