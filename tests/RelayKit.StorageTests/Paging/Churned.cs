namespace RelayKit.StorageTests.Paging;

/// <summary>Rows of a list that come and go while it is walked.</summary>
/// <typeparam name="TKey">Which row it is.</typeparam>
/// <typeparam name="TPlace">A cursor.</typeparam>
/// <param name="insert">Makes a row somewhere in the list's order.</param>
/// <param name="delete">Takes a row out of the list.</param>
/// <param name="read">Reads a page: rows, and the cursor of the next one.</param>
internal sealed class Churned<TKey, TPlace>(
    Func<Task<TKey>> insert, Func<TKey, Task> delete, Func<int, TPlace?, Task<(IReadOnlyList<TKey> Rows, TPlace? Next)>> read)
    where TKey : notnull
{
    private const int MostPages = 200;

    private readonly List<TKey> _passing = [];
    private readonly List<TKey> _staying = [];

    /// <summary>Walks the list once; rows come and go with every page that is read.</summary>
    public async Task WalkAsync(bool[] stays, int limit, Random random)
    {
        foreach (var stay in stays)
        {
            (stay ? _staying : _passing).Add(await insert());
        }

        var seen = new List<TKey>();
        TPlace? place = default;
        var pages = 0;
        do
        {
            // Some at the same time as the page is read, and some surely after it.
            var meanwhile = ChurnAsync(random, limit);
            var page = await read(limit, place);
            await meanwhile;
            Assert.InRange(page.Rows.Count, 0, limit);
            seen.AddRange(page.Rows);
            place = page.Next;
            await ChurnAsync(random, limit);
        }
        while (place is not null && ++pages < MostPages);

        Assert.Empty(seen.GroupBy(row => row).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(_staying.Except(seen));
    }

    private async Task ChurnAsync(Random random, int limit)
    {
        for (var i = random.Next((limit / 2) + 2); i > 0; i--)
        {
            if (random.Next(2) == 0 && _passing.Count > 0)
            {
                var gone = _passing[random.Next(_passing.Count)];
                _passing.Remove(gone);
                await delete(gone);
            }
            else
            {
                _passing.Add(await insert());
            }
        }
    }
}
