using RelayKit.Client;
using RelayKit.Examples.RebillByLabel;

if (Arguments.Read(args) is not { } asked)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 2;
}

if (Environment.GetEnvironmentVariable("RELAYKIT_URL") is not { Length: > 0 } url || Environment.GetEnvironmentVariable("RELAYKIT_API_KEY") is not { Length: > 0 } key)
{
    await Console.Error.WriteLineAsync("Set RELAYKIT_URL and RELAYKIT_API_KEY.");
    return 2;
}

using var relayKit = new RelayKitClient(new RelayKitClientOptions { BaseAddress = new Uri(url), ApiKey = key });
var month = new UsageSeriesQuery { From = asked.Month, To = asked.Month.AddMonths(1), Granularity = UsageGranularity.Day };
try
{
    // First the total, then the parts: of a month that goes on the parts are then never less.
    var total = await relayKit.Usage.SeriesAsync(month).Select(point => point.ParticipantMs).SumAsync();
    var grouped = await relayKit.Usage.SeriesAsync(month with { GroupBy = asked.Label is null ? UsageGrouping.Room : UsageGrouping.Label }).ToListAsync();
    var statement = asked.Label is { } label
        ? Statement.ByLabel(grouped, label, total, asked.PricePerMinute)
        : Statement.ByRoom(grouped, total, asked.PricePerMinute);
    Console.Write(StatementCsv.Write(statement));
    return 0;
}
catch (RelayKitException refused)
{
    await Console.Error.WriteLineAsync($"rebill-by-label: {refused.Message}");
    return 1;
}
