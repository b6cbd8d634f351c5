using System.Net;
using RelayKit.Client;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Client;

/// <summary>What a tenant's backend does in a day, through RelayKit.Client and against the real stack.</summary>
[Collection(SharedStackTests.Name)]
public sealed class JourneyTests(StackFixture stack)
{
    [Fact]
    public async Task From_a_room_to_its_bill()
    {
        using var backend = await TenantsBackend.StartAsync(stack);
        var (api, giveUp) = (backend.Api, backend.GiveUp);

        var room = await api.Rooms.CreateAsync(
            new CreateRoom { Name = "standup", MaxParticipants = 5, Labels = new Dictionary<string, string> { ["customer"] = "acme" } }, cancellation: giveUp);
        Assert.Equal(RoomStatus.Idle, room.Status);
        Assert.Equal("standup", (await backend.AllAsync(api.Rooms.ListAsync(new RoomQuery { Label = "customer=acme", PageSize = 1 }))).Single().Name);
        Assert.Equal("Friday", (await api.Rooms.UpdateAsync("standup", new UpdateRoom { Metadata = "Friday", MaxParticipants = null }, giveUp)).Metadata);

        var ada = await api.Tokens.MintAsync("standup", new MintToken { Identity = "ada", Name = "Ada", Role = "host" }, cancellation: giveUp);
        var others = await api.Tokens.MintBatchAsync("standup", [new MintToken { Identity = "bob" }, new MintToken { Identity = "cleo" }], cancellation: giveUp);
        Assert.Equal(["bob", "cleo"], others.Select(token => token.Identity));
        await backend.JoinAsync(ada);
        await backend.JoinAsync(others[0]);

        Assert.Equal(["ada", "bob"], (await backend.AllAsync(api.Participants.ListAsync("standup"))).Select(who => who.Identity).Order());
        var track = await backend.PublishAsync(room, "ada", "microphone");
        Assert.Equal(TrackSource.Microphone, (await api.Participants.GetAsync("standup", "ada", giveUp)).Tracks.Single().Source);
        Assert.Equal(track, (await api.Participants.MuteAllAsync("standup", cancellation: giveUp)).Single().Track.Sid);
        Assert.Equal("Ada L.", (await api.Participants.UpdateAsync("standup", "ada", new UpdateParticipant { Name = "Ada L." }, giveUp)).Name);
        await api.Participants.SendDataAsync("standup", new DataMessage { Bytes = new byte[] { 1, 2, 3 }, Topic = "notice" }, cancellation: giveUp);

        var reading = (await backend.AllAsync(api.Usage.StreamAsync(), 1)).Single();
        Assert.Equal(2, reading.ActiveParticipants);
        Assert.True((await api.Usage.GetAsync(cancellation: giveUp)).ParticipantMs >= reading.ParticipantMs);
        // LiveKit tells a leave in whole seconds: who comes and goes within one has used nothing, and a bill of nothing has no points.
        await Eventually.HoldsAsync(
            async () => (await api.Usage.GetAsync(cancellation: giveUp)).ParticipantMs >= 2500, "ada has been connected for more than a second");

        var removed = await api.Participants.RemoveAsync("standup", "bob", new RemoveParticipant { Reason = "spam", BanSeconds = 600 }, cancellation: giveUp);
        Assert.True(removed.WasConnected);
        Assert.Equal("bob", (await backend.AllAsync(api.Participants.ListBansAsync("standup"))).Single().Identity);
        var refused = await Assert.ThrowsAsync<RelayKitException>(() => api.Tokens.MintAsync("standup", new MintToken { Identity = "bob" }, cancellation: giveUp));
        Assert.Equal((HttpStatusCode.Forbidden, ErrorCodes.IdentityBanned), (refused.Status, refused.Code));
        Assert.StartsWith("req_", refused.RequestId, StringComparison.Ordinal);
        await api.Participants.LiftBanAsync("standup", "bob", giveUp);

        Assert.Equal("standup", (await api.Rooms.DeleteAsync("standup", cancellation: giveUp))!.Name);
        await backend.DrainAsync();
        await Eventually.EqualAsync(0, async () => (await api.Usage.GetAsync(cancellation: giveUp)).ActiveRooms, "the session has ended");

        var session = await api.Sessions.GetAsync((await backend.AllAsync(api.Sessions.ListAsync(new SessionQuery { Room = "standup" }))).Single().Id, giveUp);
        Assert.Equal(["ada", "bob"], session.Participants.Select(who => who.Identity).Order());
        Assert.All(session.Participants, who => Assert.Equal(Evidence.Confirmed, who.Evidence));
        // The log from its beginning and the live stream from its beginning tell the same story.
        var told = await backend.AllAsync(api.Events.ListAsync(new EventQuery { Room = "standup", PageSize = 2 }));
        var live = await backend.AllAsync(api.Events.StreamAsync(new EventQuery { After = 0, Room = "standup" }), told.Count);
        Assert.Equal(EventTypes.RoomStarted, told[0].Type);
        Assert.Equal(EventTypes.RoomFinished, told[^1].Type);
        Assert.Equal(told.Select(happened => happened.Id), live.Select(happened => happened.Id));
        Assert.Equal(told[0].Type, (await api.Events.GetAsync(told[0].Id, cancellation: giveUp)).Type);

        var used = (await api.Usage.GetAsync(cancellation: giveUp)).ParticipantMs;
        Assert.InRange(used, 1, long.MaxValue);
        Assert.Equal(used, (await api.Usage.GetAsync(label: "customer=acme", cancellation: giveUp)).ParticipantMs);
        Assert.Equal("customer=acme", (await backend.AllAsync(api.Usage.SeriesAsync(new UsageSeriesQuery { GroupBy = UsageGrouping.Label }))).Single().Label);
        Assert.Equal(session.ParticipantMs, used);
        Assert.Equal(used, (await backend.AllAsync(api.Usage.SeriesAsync(new UsageSeriesQuery { GroupBy = UsageGrouping.Room }))).Sum(point => point.ParticipantMs));
        Assert.Equal(used, (await backend.AllAsync(api.Usage.ExportAsync())).Where(row => row.Billed).Sum(row => row.CountedMs));
    }

    [Fact]
    public async Task Settings_roles_and_limits()
    {
        using var backend = await TenantsBackend.StartAsync(stack);
        var (api, giveUp) = (backend.Api, backend.GiveUp);
        var read = await api.Tenant.GetAsync(giveUp);

        var changed = await api.Tenant.UpdateAsync(new UpdateTenant { Limits = new TenantLimits { LiveRooms = 7 } }, read.ETag, giveUp);
        var late = await Assert.ThrowsAsync<RelayKitException>(() => api.Tenant.UpdateAsync(new UpdateTenant { Limits = null }, read.ETag, giveUp));
        await api.Roles.SetAsync("listener", new Grants { CanSubscribe = true, CanPublishSources = [TrackSource.Microphone] }, giveUp);

        Assert.Equal((7, ErrorCodes.SettingsChanged), (changed.Limits.LiveRooms, late.Code));
        Assert.NotEqual(read.ETag, changed.ETag);
        var limits = await api.Limits.GetAsync(giveUp);
        Assert.Equal(7, limits.Data.Single(limit => limit.Name == "live_rooms").Value);
        Assert.Equal(3, limits.Costs.Write);
        Assert.True((await backend.AllAsync(api.Roles.ListAsync())).Single(role => role.Name == "listener").Permissions.CanSubscribe);
        await api.Roles.DeleteAsync("listener", giveUp);
        Assert.DoesNotContain("listener", (await backend.AllAsync(api.Roles.ListAsync())).Select(role => role.Name));
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_field_and_a_repetition_has_one_effect()
    {
        using var backend = await TenantsBackend.StartAsync(stack);
        var (api, giveUp) = (backend.Api, backend.GiveUp);

        var wrong = await Assert.ThrowsAsync<RelayKitException>(() => api.Rooms.CreateAsync(new CreateRoom { Name = "a b", MaxParticipants = 0 }, cancellation: giveUp));
        var planned = await api.Rooms.DryRunAsync(new CreateRoom { Name = "standup" }, giveUp);
        await api.Rooms.CreateAsync(new CreateRoom { Name = "standup" }, "first", giveUp);
        var reused = await Assert.ThrowsAsync<RelayKitException>(() => api.Rooms.CreateAsync(new CreateRoom { Name = "other" }, "first", giveUp));
        using var stranger = new RelayKitClient(new RelayKitClientOptions { BaseAddress = stack.Url, ApiKey = "rk_live_nobody" });
        var unknown = await Assert.ThrowsAsync<RelayKitException>(() => stranger.Usage.GetAsync(cancellation: giveUp));

        Assert.Equal(["/max_participants", "/name"], wrong.FieldErrors.Keys.Order());
        Assert.Equal((true, false), (planned.Allowed, planned.Exists));
        Assert.Equal(ErrorCodes.IdempotencyKeyReused, reused.Code);
        Assert.Equal(ErrorCodes.InvalidApiKey, unknown.Code);
    }
}
