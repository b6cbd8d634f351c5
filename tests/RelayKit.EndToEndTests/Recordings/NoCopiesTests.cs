using System.Net;
using RelayKit.EndToEndTests.Stack;
using Xunit.Abstractions;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>RelayKit holds no media: its memory and its disk are watched while a gigabyte is recorded, and while one is moved out of rescue.</summary>
[Collection(RecordingTestGroup.Name)]
public sealed class NoCopiesTests(RecordingFixture stack, ITestOutputHelper output)
{
    private const long Gigabyte = 1L << 30;
    private const long MebiByte = 1L << 20;

    /// <summary>A part of 8 MiB is in memory while a file is moved, and what the runtime has not cleared away yet.</summary>
    private const long MostMemory = 128 * MebiByte;

    /// <summary>Logs.</summary>
    private const long MostWritten = 16 * MebiByte;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task A_gigabyte_that_is_recorded_passes_RelayKit_by()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        var (began, before, reads) = (DateTime.UtcNow, Watch(), await ReadsAsync());

        var id = await RecordAsync(room, []);
        await HasFileAsync(room, id);

        HoldsNothing(before, began);
        Assert.Equal(reads, await ReadsAsync());
        Assert.Equal(Gigabyte, (await room.GetAsync(id)).Number("size_bytes"));
        (await room.Api.DeleteAsync($"/v1/recordings/{id}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_gigabyte_that_is_moved_out_of_rescue_goes_through_in_pieces_and_arrives_whole()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        await stack.UseRescueAsync();
        var (began, before, reads) = (DateTime.UtcNow, Watch(), await ReadsAsync());

        var id = await RecordAsync(room, new Dictionary<string, object> { ["upload_fails"] = "AccessDenied" });
        await HasFileAsync(room, id);

        HoldsNothing(before, began);

        // The one in rescue, and the copy once more.
        Assert.Equal(reads + 2, await ReadsAsync());
        var uploaded = Assert.Single((await room.OnlyTruthAsync()).GetProperty("uploaded").EnumerateArray());
        Assert.True(uploaded.GetProperty("backup").GetBoolean());
        Assert.Equal(Gigabyte, uploaded.GetProperty("size_bytes").GetInt64());
        Assert.Equal(uploaded.GetProperty("sha256").GetString(), (await room.GetAsync(id)).Text("sha256"));
        (await room.Api.DeleteAsync($"/v1/recordings/{id}")).Expect(HttpStatusCode.OK);
    }

    private ProcessUse Watch()
    {
        ProcessUse.ForgetPeak(stack.SiloPid);
        return ProcessUse.Of(stack.SiloPid);
    }

    private static async Task<string> RecordAsync(RecordedRoom room, Dictionary<string, object> script)
    {
        script["size_bytes"] = Gigabyte;
        await room.ScriptAsync(script);
        var id = await room.StartAsync();
        await room.HasStatusAsync(id, "active");
        (await room.Api.PostAsync($"/v1/recordings/{id}/stop", new { })).Expect(HttpStatusCode.OK);
        return id;
    }

    private static Task HasFileAsync(RecordedRoom room, string id) =>
        Eventually.HoldsAsync(async () => (await room.GetAsync(id)).Text("file") == "present", "the bucket has the gigabyte", Patience);

    private void HoldsNothing(ProcessUse before, DateTime began)
    {
        var after = ProcessUse.Of(stack.SiloPid);
        var memory = after.PeakBytes - before.MemoryBytes;
        var (written, disk) = (after.WrittenBytes - before.WrittenBytes, after.DiskBytes - before.DiskBytes);
        output.WriteLine($"{Gigabyte / MebiByte} MiB went by: memory grew by {memory / MebiByte} MiB at most, {written >> 10} KiB written, {disk >> 10} KiB to disk");

        Assert.InRange(memory, long.MinValue, MostMemory);
        Assert.InRange(written, 0, MostWritten);
        Assert.InRange(disk, 0, MostWritten);
        Assert.Empty(new[] { Path.GetDirectoryName(Executable.Silo)!, stack.Mails.Directory }
            .SelectMany(static folder => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
            .Where(file => file.LastWriteTimeUtc > began && file.Length > MebiByte)
            .Select(static file => file.FullName));
    }

    /// <summary>How many objects of the store were read so far, by whomever.</summary>
    private async Task<long> ReadsAsync()
    {
        var requests = (await stack.Store.ControlAsync(HttpMethod.Get, "/sim/requests")).GetProperty("requests");
        return requests.TryGetProperty("GetObject", out var answers) ? answers.EnumerateObject().Sum(static answer => answer.Value.GetInt64()) : 0;
    }
}
