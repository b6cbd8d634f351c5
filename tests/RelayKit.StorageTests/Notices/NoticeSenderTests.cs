using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Mail;
using RelayKit.Notices;
using RelayKit.Storage.Notices;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Notices;

/// <summary>Every account hears of a notice once, wherever the process that sends it dies.</summary>
[Collection(PostgresGroup.Name)]
public sealed class NoticeSenderTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Accounts = (NoticeSender.PageSize * 2) + 5;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));
    private readonly PostgresNoticeStore _store = new(postgres.Sources);
    private readonly PlayedAccounts _accounts = new(Accounts);
    private readonly PlayedMails _mails = new();

    /// <summary>Those of other tests would be sent first.</summary>
    public Task InitializeAsync() => Sql.ExecuteAsync(postgres.ConnectionString, "delete from relaykit.notices");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Every_account_hears_of_it_once()
    {
        var notice = await AddAsync();

        Assert.True(await SendAsync());
        Assert.False(await SendAsync());

        var sent = (await _store.FindAsync(notice.Id, CancellationToken.None))!;
        Assert.Equal((Accounts, (DateTimeOffset?)_time.GetUtcNow()), ((int)sent.Sent, sent.FinishedAt));
        Assert.Equal(_accounts.All.Select(account => account.Address).Order(), _mails.Sent.Values.Select(mail => mail.To).Order());
        Assert.All(_mails.Sent.Values, mail => Assert.Contains("2027-01-01", mail.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(NoticeSender.PageSize - 1)]
    [InlineData(NoticeSender.PageSize)]
    [InlineData(NoticeSender.PageSize + 50)]
    [InlineData(Accounts - 1)]
    public async Task Whoever_goes_on_after_a_crash_misses_nobody_and_tells_nobody_twice(int mailsBeforeTheCrash)
    {
        var notice = await AddAsync();
        _mails.DiesAfter = mailsBeforeTheCrash;
        await Assert.ThrowsAsync<MailException>(SendAsync);
        _mails.DiesAfter = int.MaxValue;

        Assert.False(await SendAsync());
        _time.Advance(NoticeClaims.Lease + TimeSpan.FromSeconds(1));
        Assert.True(await SendAsync());

        Assert.Equal(Accounts, _mails.Sent.Count);
        Assert.Equal(Accounts, (await _store.FindAsync(notice.Id, CancellationToken.None))!.Sent);
    }

    [Fact]
    public async Task Who_gets_an_account_meanwhile_hears_of_it_too()
    {
        await AddAsync();
        _mails.DiesAfter = NoticeSender.PageSize + 1;
        await Assert.ThrowsAsync<MailException>(SendAsync);
        _mails.DiesAfter = int.MaxValue;
        _accounts.Add();
        _time.Advance(NoticeClaims.Lease + TimeSpan.FromSeconds(1));

        await SendAsync();

        Assert.Equal(Accounts + 1, _mails.Sent.Count);
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

        Assert.Equal(2 * Accounts, _mails.Sent.Count);
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
        using var sender = new NoticeSender(postgres.Sources, _accounts, _mails, _time, NullLogger<NoticeSender>.Instance);
        return await sender.SendNextAsync(CancellationToken.None);
    }

    private sealed class PlayedAccounts(int count) : IAccountAddresses
    {
        private readonly List<AccountAddress> _all = [.. Enumerable.Range(1, count).Select(Make)];

        public IReadOnlyList<AccountAddress> All => _all;

        public void Add() => _all.Add(Make(_all.Count + 1));

        public Task<ImmutableArray<AccountAddress>> ListAsync(Guid after, int limit, CancellationToken cancellation) =>
            Task.FromResult(_all.Where(account => account.Account.CompareTo(after) > 0).Take(limit).ToImmutableArray());

        private static AccountAddress Make(int number) => new(new Guid(number, 0, 0, new byte[8]), $"person-{number}@example.com");
    }

    /// <summary>Keeps to its port: of one id it sends one, and what it has taken it has.</summary>
    private sealed class PlayedMails : IMailSender
    {
        private int _taken;

        public int DiesAfter { get; set; } = int.MaxValue;

        public Dictionary<string, MailMessage> Sent { get; } = [];

        public Task SendAsync(MailMessage message, CancellationToken cancellation)
        {
            if (_taken++ >= DiesAfter)
            {
                _taken = 0;
                throw new MailException(message.Id, null);
            }

            Sent.TryAdd(message.Id, message);
            return Task.CompletedTask;
        }
    }
}
