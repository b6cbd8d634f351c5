using System.IO.Compression;
using System.Net;
using System.Text;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Privacy;

/// <summary>Makes and reads a tenant's export.</summary>
internal static class ExportReader
{
    /// <summary>Everything that an export has, with the names of its files, as text.</summary>
    public static async Task<string> ExportAsync(this TestTenant tenant)
    {
        var id = (await tenant.Api.PostAsync("/v1/privacy/exports", "{}")).Expect(HttpStatusCode.Accepted).Text("id");
        await Eventually.EqualAsync("ready", async () => (await tenant.Api.GetAsync($"/v1/privacy/exports/{id}")).Text("state"), "the export is made");
        using var answer = await tenant.Api.OpenAsync($"/v1/privacy/exports/{id}/download");
        await using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync(), ZipArchiveMode.Read);
        var text = new StringBuilder();
        foreach (var entry in archive.Entries)
        {
            await using var content = await entry.OpenAsync();
            using var reader = new StreamReader(content);
            text.Append(entry.FullName).Append('\n').Append(await reader.ReadToEndAsync());
        }

        return text.ToString();
    }
}
