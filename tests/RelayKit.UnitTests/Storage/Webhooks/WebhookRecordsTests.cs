using CsCheck;
using RelayKit.Outbox;
using RelayKit.Storage.Webhooks;
using RelayKit.Tenants;
using RelayKit.Webhooks;

namespace RelayKit.UnitTests.Storage.Webhooks;

/// <summary>What many tries at once say of their endpoints: as if each had been written down by itself, in the order in which they ended.</summary>
public sealed class WebhookRecordsTests
{
    private static readonly TenantId Tenant = new(Guid.CreateVersion7());
    private static readonly Guid[] Endpoints = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-27T12:00:00Z", null);

    [Fact]
    public void Many_at_once_say_what_each_would_say_by_itself() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Bool).Array[0, 30].Sample(static history =>
        {
            var tried = history.Select(static (one, at) => Tried(Endpoints[one.Item1], (WebhookState)one.Item2, Start.AddSeconds(at), one.Item3)).ToList();
            var notes = WebhookRecords.NotesOf([.. tried.AsEnumerable().Reverse()]);

            foreach (var endpoint in Endpoints)
            {
                (DateTimeOffset? failedAt, DateTimeOffset? succeededAt, bool isGone, bool isMet) = (null, null, false, false);
                foreach (var one in tried.Where(one => one.Attempt.Endpoint == endpoint && one.Message.Body.IsEmpty))
                {
                    var succeeds = one.Attempt.State == WebhookState.Delivered;
                    failedAt = succeeds ? null : failedAt ?? one.EndedAt;
                    succeededAt = succeeds ? one.EndedAt : succeededAt;
                    (isGone, isMet) = (isGone || one.Attempt.State == WebhookState.Gone, true);
                }

                var note = notes.SingleOrDefault(note => note.Endpoint == endpoint);
                Assert.Equal(isMet, note is not null);
                Assert.True(note is null || note == new EndpointNote(Tenant, endpoint, failedAt, succeededAt, isGone));
            }

            Assert.Equal(notes.Select(static note => note.Endpoint).Order(), notes.Select(static note => note.Endpoint));
        });

    private static TriedWebhook Tried(Guid endpoint, WebhookState state, DateTimeOffset endedAt, bool isTest) => new(
        new OutboxMessage
        {
            Id = Guid.NewGuid(),
            Kind = OutboxKinds.Webhook,
            Destination = endpoint.ToString(),
            Tenant = Tenant,
            Subject = Guid.NewGuid(),
            Body = isTest ? "test"u8.ToArray() : default(ReadOnlyMemory<byte>),
            CreatedAt = Start,
        },
        new WebhookAttempt
        {
            Id = Guid.CreateVersion7(),
            Endpoint = endpoint,
            Delivery = Guid.NewGuid(),
            Event = Guid.NewGuid(),
            EventType = "room.started",
            Number = 1,
            State = state,
            QueuedAt = Start,
            Duration = TimeSpan.Zero,
        },
        endedAt);
}
