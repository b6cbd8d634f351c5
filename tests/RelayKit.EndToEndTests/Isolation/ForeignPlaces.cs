namespace RelayKit.EndToEndTests.Isolation;

/// <summary>What lists need in their query besides what is tried.</summary>
internal static class ForeignPlaces
{
    private static readonly Dictionary<string, string> Needed = new(StringComparer.Ordinal)
    {
        ["getUsageSeries"] = $"&granularity=hour&from={Day(-1)}&to={Day(1)}",
    };

    private static readonly Dictionary<string, string> Paged = new(StringComparer.Ordinal)
    {
        // Only who has left is told of page by page.
        ["listParticipants"] = "&status=disconnected",
        ["getUsageSeries"] = "&group_by=room",
    };

    /// <summary>Without which there is no good answer; from an ampersand on.</summary>
    public static string QueryOf(string operation) => Needed.GetValueOrDefault(operation, "");

    /// <summary>With which the neighbour's list has more than one page.</summary>
    public static string QueryOfPages(string operation) => QueryOf(operation) + Paged.GetValueOrDefault(operation, "");

    private static string Day(int offset) => DateTime.UtcNow.Date.AddDays(offset).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
}
