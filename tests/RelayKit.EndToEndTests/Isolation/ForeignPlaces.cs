namespace RelayKit.EndToEndTests.Isolation;

/// <summary>What lists need besides a cursor.</summary>
internal static class ForeignPlaces
{
    private static readonly Dictionary<string, string> Queries = new(StringComparer.Ordinal)
    {
        ["getUsageSeries"] = $"&granularity=hour&group_by=room&from={Day(-1)}&to={Day(1)}",
    };

    /// <summary>More of the query, from an ampersand on.</summary>
    public static string QueryOf(string operation) => Queries.GetValueOrDefault(operation, "");

    private static string Day(int offset) => DateTime.UtcNow.Date.AddDays(offset).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
}
