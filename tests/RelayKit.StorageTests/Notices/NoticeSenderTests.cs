using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Mail;
using RelayKit.Notices;
using RelayKit.Outbox;
using RelayKit.Storage.Notices;
using RelayKit.StorageTests.Accounts;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Notices;

/// <summary>A mail of a notice is put into the outbox for every account, once, wherever the process that does it dies.</summary>
[Collection(PostgresGroup.Name)]
public sealed class NoticeSenderTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Accounts = (NoticeSender.PageSize * 2) + 5;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));
    private readonly PostgresNoticeStore _store = new(postgres.Sources);
    private readonly PlayedAccounts _accounts = new(Accounts);

    /// <summary>Those of other tests would be sent first.</summary>
    public Task InitializeAsync() => Sql.ExecuteAsync(postgres.ConnectionString, "delete from relaykit.notices; delete from relaykit.outbox where kind = 'mail'");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Every_account_hears_of_it_once()
    {
        var notice = await AddAsync();

        Assert.True(await SendAsync());
        Assert.False(await SendAsync());

        var sent = (await _store.FindAsync(notice.Id, CancellationToken.None))!;
        Assert.Equal((Accounts, (DateTimeOffset?)_time.GetUtcNow()), ((int)sent.Sent, sent.FinishedAt));
        var mails = await MailsAsync();
        Assert.Equal(_accounts.All.Select(account => account.Address).Order(), mails.Select(mail => mail.To).Order());
        Assert.All(mails, mail => Assert.Contains("2027-01-01", mail.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whoever_goes_on_after_a_crash_misses_nobody_and_tells_nobody_twice(int pagesBeforeTheCrash)
    {
        var notice = await AddAsync();
        _accounts.PagesLeft = pagesBeforeTheCrash;
        await Assert.ThrowsAsync<TimeoutException>(SendAsync);
        _accounts.PagesLeft = int.MaxValue;
        Assert.Equal(pagesBeforeTheCrash * NoticeSender.PageSize, (await MailsAsync()).Count);

        Assert.False(await SendAsync());
        _time.Advance(NoticeClaims.Lease + TimeSpan.FromSeconds(1));
        Assert.True(await SendAsync());

        Assert.Equal(_accounts.All.Select(account => account.Address).Order(), (await MailsAsync()).Select(mail => mail.To).Order());
        Assert.Equal(Accounts, (await _store.FindAsync(notice.Id, CancellationToken.None))!.Sent);
    }

    [Fact]
    public async Task Who_gets_an_account_meanwhile_hears_of_it_too()
    {
        await AddAsync();
        _accounts.PagesLeft = 1;
        await Assert.ThrowsAsync<TimeoutException>(SendAsync);
        _accounts.PagesLeft = int.MaxValue;
        _accounts.Add();
        _time.Advance(NoticeClaims.Lease + TimeSpan.FromSeconds(1));

        await SendAsync();

        Assert.Equal(Accounts + 1, (await MailsAsync()).Count);
    }

    [Fact]
    public async Task The_same_request_is_one_notice_and_two_notices_are_two()
    {
        var notice = await AddAsync();

        Assert.Equal(notice, await _store.AddAsync(notice with { Subject = "Another" }, CancellationToken.None));
        await AddAsync();
        while (await SendAsync())
        {
            // Until there is none left.
        }

        Assert.Equal(2 * Accounts, (await MailsAsync()).Count);
        Assert.Equal(2, (await _store.ListAsync(10, null, CancellationToken.None)).Length);
    }

    private Task<Notice> AddAsync() => _store.AddAsync(
        new Notice
        {
            Id = Guid.CreateVersion7(),
            Kind = Notice.PolicyChange,
            Subject = "Our policy changes",
            Text = "It does.",
            EffectiveAt = DateTimeOffset.Parse("2027-01-01T00:00:00Z", null),
            CreatedAt = _time.GetUtcNow(),
        },
        CancellationToken.None);

    private async Task<bool> SendAsync()
    {
        using var sender = new NoticeSender(postgres.Sources, _accounts, People.Mails, _time, NullLogger<NoticeSender>.Instance);
        return await sender.SendNextAsync(CancellationToken.None);
    }

    private async Task<List<MailMessage>> MailsAsync()
    {
        var mails = new List<MailMessage>();
        await using var command = postgres.Sources.Jobs.CreateCommand("select tenant_id, body from outbox where kind = 'mail'");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var message = new OutboxMessage
            {
                Id = Guid.Empty,
                Kind = OutboxKinds.Mail,
                Destination = "",
                Tenant = new TenantId(reader.GetGuid(0)),
                CreatedAt = default,
                Body = reader.GetFieldValue<byte[]>(1),
            };
            mails.Add(People.Mails.Open(message).Mail!);
        }

        return mails;
    }

    private sealed class PlayedAccounts(int count) : IAccountAddresses
    {
        private readonly List<AccountAddress> _all = [.. Enumerable.Range(1, count).Select(Make)];

        public IReadOnlyList<AccountAddress> All => _all;

        /// <summary>After so many pages the process dies.</summary>
        public int PagesLeft { get; set; } = int.MaxValue;

        public void Add() => _all.Add(Make(_all.Count + 1));

        public Task<ImmutableArray<AccountAddress>> ListAsync(Guid after, int limit, CancellationToken cancellation) =>
            PagesLeft-- > 0
                ? Task.FromResult(_all.Where(account => account.Account.CompareTo(after) > 0).Take(limit).ToImmutableArray())
                : throw new TimeoutException("The process dies.");

        private static AccountAddress Make(int number) => new(new TenantId(new Guid(number, 1, 0, new byte[8])), new Guid(number, 0, 0, new byte[8]), $"person-{number}@example.com");
    }
}
