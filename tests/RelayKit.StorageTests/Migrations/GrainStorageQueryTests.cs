using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace RelayKit.StorageTests.Migrations;

[Collection(OrleansGroup.Name)]
public sealed class GrainStorageQueryTests(OrleansCluster orleans)
{
    private const string Type = "note";
    private readonly GrainId _id = GrainId.Create(Type, $"n/{Guid.CreateVersion7():n}");

    [Fact]
    public async Task What_was_written_is_read_with_its_version()
    {
        var writer = await WrittenAsync("one");
        writer.State!.Text = "two";
        await Storage().WriteStateAsync(Type, _id, writer);

        var reader = await ReadAsync();

        Assert.Equal(("two", "2", true), (reader.State!.Text, reader.ETag, reader.RecordExists));
        Assert.Equal("2", writer.ETag);
    }

    [Fact]
    public async Task What_was_never_written_does_not_exist()
    {
        var reader = await ReadAsync();

        Assert.False(reader.RecordExists);
        Assert.Null(reader.ETag);
    }

    [Fact]
    public async Task A_stale_writer_is_refused_and_changes_nothing()
    {
        var first = await WrittenAsync("one");
        var stale = await ReadAsync();
        first.State!.Text = "two";
        await Storage().WriteStateAsync(Type, _id, first);

        stale.State!.Text = "lost";
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage().WriteStateAsync(Type, _id, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage().ClearStateAsync(Type, _id, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Deleting().ClearStateAsync(Type, _id, stale));

        Assert.Equal("two", (await ReadAsync()).State!.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_writers_that_race_exactly_one_wins(bool afterAFirstWrite)
    {
        if (afterAFirstWrite)
        {
            await WrittenAsync("before");
        }
        var writers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async n =>
        {
            var state = await ReadAsync();
            state.State!.Text = $"writer {n}";
            return state;
        }));

        var outcomes = await Task.WhenAll(writers.Select(async writer =>
            await Record.ExceptionAsync(() => Storage().WriteStateAsync(Type, _id, writer))));

        var winner = Assert.Single(writers, w => outcomes[Array.IndexOf(writers, w)] is null);
        Assert.All(outcomes.Where(o => o is not null), o => Assert.IsType<InconsistentStateException>(o));
        Assert.Equal(winner.State!.Text, (await ReadAsync()).State!.Text);
    }

    [Fact]
    public async Task A_cleared_state_keeps_counting_its_version()
    {
        var state = await WrittenAsync("one");
        await Storage().ClearStateAsync(Type, _id, state);
        Assert.Equal(("2", string.Empty), (state.ETag, (await ReadAsync()).State!.Text));

        state.State!.Text = "again";
        await Storage().WriteStateAsync(Type, _id, state);

        Assert.Equal(("again", "3"), ((await ReadAsync()).State!.Text, state.ETag));
    }

    [Fact]
    public async Task A_deleted_state_is_gone_and_can_be_written_anew()
    {
        var state = await WrittenAsync("one");
        await Deleting().ClearStateAsync(Type, _id, state);
        Assert.False((await ReadAsync()).RecordExists);

        await WrittenAsync("anew");

        Assert.Equal("anew", (await ReadAsync()).State!.Text);
    }

    [Fact]
    public async Task A_grain_that_deleted_its_state_can_write_on()
    {
        var state = await WrittenAsync("one");
        await Deleting().ClearStateAsync(Type, _id, state);

        state.State!.Text = "on";
        await Deleting().WriteStateAsync(Type, _id, state);

        Assert.Equal("on", (await ReadAsync()).State!.Text);
    }

    [Fact]
    public async Task Keys_of_every_shape_and_length_are_told_apart()
    {
        var number = Guid.CreateVersion7();
        GrainId[] ids =
        [
            GrainId.Create(Type, $"k/{number:n}"),
            GrainId.Create(Type, $"k/{number:n}/{new string('x', 2000)}"),
            GrainId.Create(GrainType.Create(Type), GrainIdKeyExtensions.CreateGuidKey(number)),
            GrainId.Create(GrainType.Create(Type), GrainIdKeyExtensions.CreateGuidKey(number, "a")),
            GrainId.Create(GrainType.Create(Type), GrainIdKeyExtensions.CreateGuidKey(number, "b")),
            GrainId.Create(GrainType.Create(Type), GrainIdKeyExtensions.CreateIntegerKey(number.GetHashCode())),
            GrainId.Create("other", $"k/{number:n}"),
        ];
        foreach (var id in ids)
        {
            await Storage().WriteStateAsync(id.Type.ToString()!, id, new GrainState<Note>(new Note { Text = id.ToString() }));
        }

        foreach (var id in ids)
        {
            var state = new GrainState<Note>(new Note());
            await Storage().ReadStateAsync(id.Type.ToString()!, id, state);
            Assert.Equal(id.ToString(), state.State!.Text);
        }
    }

    private IGrainStorage Storage() => orleans.Silo.GetRequiredKeyedService<IGrainStorage>("Default");

    private IGrainStorage Deleting() =>
        orleans.Silo.GetRequiredKeyedService<IGrainStorage>(OrleansCluster.DeletingStorage);

    private async Task<GrainState<Note>> WrittenAsync(string text)
    {
        var state = new GrainState<Note>(new Note { Text = text });
        await Storage().WriteStateAsync(Type, _id, state);
        return state;
    }

    private async Task<GrainState<Note>> ReadAsync()
    {
        var state = new GrainState<Note>(new Note());
        await Storage().ReadStateAsync(Type, _id, state);
        return state;
    }
}
