using System.Net;
using System.Text.Json;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>Walks a list by its cursor to the end.</summary>
public static class Paging
{
    private const int MostPages = 100;

    public static async Task<List<T>> CollectAsync<T>(this ApiClient api, string path, Func<JsonElement, T> select)
    {
        var all = new List<T>();
        var page = path;
        for (var i = 0; i < MostPages; i++)
        {
            var answer = (await api.GetAsync(page)).Expect(HttpStatusCode.OK);
            all.AddRange(answer.Data.Select(select));
            if (answer["next_cursor"].GetString() is not { } cursor)
            {
                return all;
            }

            Assert.NotEmpty(answer.Data);
            page = $"{path}&cursor={Uri.EscapeDataString(cursor)}";
        }

        throw new InvalidOperationException($"{path} has no last page.");
    }
}
