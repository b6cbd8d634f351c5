using RelayKit.Identifiers;
using RelayKit.Ingress;
using RelayKit.Rooms;
using RelayKit.Storage.Ingress;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Ingress;

[Collection(PostgresGroup.Name)]
public sealed class PostgresIngressStoreTests(PostgresFixture postgres)
{
    private readonly TenantId _tenant = new(Guid.CreateVersion7());
    private readonly PostgresIngressStore _store = new(postgres.Sources);

    [Fact]
    public async Task What_is_written_is_read_and_only_the_next_version_is_written()
    {
        var row = Row(1);
        Assert.Null(await _store.AddAsync(row, 10, CancellationToken.None));
        Assert.Equal(row, await _store.FindAsync(row.Key, CancellationToken.None));

        var changed = row with
        {
            Name = null,
            SourceUrl = null,
            Phase = IngressPhase.Ready,
            LiveKitId = "IN_1",
            Url = "rtmp://h/live",
            Status = IngressStatus.Error,
            StartedAtMs = 1,
            EndedAtMs = 2,
            Error = "e",
            DeletedAt = row.CreatedAt,
            Version = 2,
        };
        Assert.True(await _store.SaveAsync(changed, CancellationToken.None));
        Assert.False(await _store.SaveAsync(changed, CancellationToken.None));
        Assert.Equal(changed, await _store.FindAsync(row.Key, CancellationToken.None));

        await _store.RemoveAsync(row.Key, CancellationToken.None);
        Assert.Null(await _store.FindAsync(row.Key, CancellationToken.None));
    }

    [Fact]
    public async Task Of_many_that_come_at_once_no_more_are_added_than_may_be()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _store.AddAsync(Row(1), 5, CancellationToken.None)));

        Assert.Equal(5, added.Count(static used => used is null));
        Assert.All(added.OfType<long>(), static used => Assert.Equal(5, used));
        Assert.Null(await _store.AddAsync(Row(1) with { Key = NewKey(Mode.Test) }, 5, CancellationToken.None));
        Assert.Equal((5, 1), (await _store.CountAsync(_tenant, Mode.Live, CancellationToken.None), await _store.CountAsync(_tenant, Mode.Test, CancellationToken.None)));
        Assert.Equal(5, await _store.AddAsync(Row(1), 2, CancellationToken.None));
    }

    [Fact]
    public async Task What_has_pulled_its_address_and_what_is_deleted_does_not_count()
    {
        await _store.AddAsync(Row(1) with { Kind = IngressKind.Url, Status = IngressStatus.Complete }, 1, CancellationToken.None);
        await _store.AddAsync(Row(1) with { DeletedAt = DateTimeOffset.UnixEpoch }, 1, CancellationToken.None);

        Assert.Equal(0, await _store.CountAsync(_tenant, Mode.Live, CancellationToken.None));
        Assert.Null(await _store.AddAsync(Row(1), 1, CancellationToken.None));
        Assert.Equal(1, await _store.AddAsync(Row(1), 1, CancellationToken.None));
    }

    [Fact]
    public async Task Lists_go_by_room_and_page_and_leave_out_what_is_deleted_or_anothers()
    {
        var rows = Enumerable.Range(0, 5).Select(i => Row(1) with { Room = i % 2 == 0 ? "even" : "odd", Key = NewKey(Mode.Live, i) }).ToList();
        foreach (var row in rows)
        {
            await _store.AddAsync(row, 10, CancellationToken.None);
        }

        await _store.SaveAsync(rows[4] with { DeletedAt = rows[4].CreatedAt, Version = 2 }, CancellationToken.None);
        var first = await _store.ListAsync(new IngressListQuery(_tenant, Mode.Live, null, 3, null), CancellationToken.None);
        var second = await _store.ListAsync(new IngressListQuery(_tenant, Mode.Live, null, 3, first.Next), CancellationToken.None);

        Assert.Equal([rows[3], rows[2], rows[1], rows[0]], first.Ingresses.AddRange(second.Ingresses).ToArray());
        Assert.Null(second.Next);
        Assert.Equal([rows[2], rows[0]], (await _store.ListAsync(new IngressListQuery(_tenant, Mode.Live, "even", 10, null), CancellationToken.None)).Ingresses.ToArray());
        Assert.Equal(
            new[] { rows[0].Key, rows[2].Key }.OrderBy(key => key.Id),
            (await _store.ListOfRoomAsync(new RoomKey(_tenant, Mode.Live, "even"), CancellationToken.None)).OrderBy(key => key.Id));
        Assert.Empty((await _store.ListAsync(new IngressListQuery(new TenantId(Guid.CreateVersion7()), Mode.Live, null, 10, null), CancellationToken.None)).Ingresses);
        Assert.Empty((await _store.ListAsync(new IngressListQuery(_tenant, Mode.Test, null, 10, null), CancellationToken.None)).Ingresses);
    }

    [Fact]
    public async Task A_look_sees_all_of_a_cluster_and_what_is_gone_for_long_is_removed()
    {
        var cluster = $"c{Guid.NewGuid():n}";
        var (here, gone) = (Row(1) with { LiveKitCluster = cluster }, Row(1) with { LiveKitCluster = cluster });
        await _store.AddAsync(here, 10, CancellationToken.None);
        await _store.AddAsync(gone, 10, CancellationToken.None);
        await _store.SaveAsync(gone with { Phase = IngressPhase.Gone, DeletedAt = DateTimeOffset.UnixEpoch.AddDays(1), Version = 2 }, CancellationToken.None);
        Assert.Equal(2, (await _store.ListOfClusterAsync(cluster, CancellationToken.None)).Length);

        await _store.RemoveGoneAsync(DateTimeOffset.UnixEpoch.AddDays(2), CancellationToken.None);

        Assert.Equal([here.Key], (await _store.ListOfClusterAsync(cluster, CancellationToken.None)).ToArray());
    }

    private IngressKey NewKey(Mode mode, int later = 0) => new(
        _tenant, mode, UuidVersion7.Of(DateTimeOffset.UtcNow.AddMilliseconds(later * 10).ToUnixTimeMilliseconds(), Guid.NewGuid().ToByteArray()));

    private IngressRecord Row(long version) => new()
    {
        Key = NewKey(Mode.Live),
        Room = "r",
        Kind = IngressKind.Whip,
        Identity = "cam",
        Name = "Camera",
        SourceUrl = "https://h/***",
        EnableTranscoding = false,
        LiveKitCluster = "default",
        Phase = IngressPhase.Creating,
        CreatedAt = DateTimeOffset.UnixEpoch.AddDays(20_000),
        AskedAt = DateTimeOffset.UnixEpoch.AddDays(20_001),
        Version = version,
    };
}
