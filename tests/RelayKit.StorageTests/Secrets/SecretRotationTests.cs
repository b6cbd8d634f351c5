using System.Text;
using RelayKit.Secrets;
using RelayKit.Storage.Secrets;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Secrets;

/// <summary>A new key for the ring and a new wrapping key, with secrets in a table as stores of tenants' secrets will have them.</summary>
public sealed class SecretRotationTests : IAsyncLifetime
{
    private const int Secrets = 1_203;

    private static readonly ProtectedColumn Column = new("secret_notes", "note", new SecretPurpose("test.notes"));

    private readonly PostgresFixture _postgres = new();
    private readonly string _oldKey = SecretProtectorTests.NewKey();
    private readonly string _newKey = SecretProtectorTests.NewKey();
    private readonly TenantId[] _tenants = [new(Guid.CreateVersion7()), new(Guid.CreateVersion7())];

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        await Sql.ExecuteAsync(
            _postgres.ConnectionString,
            """
            set role relaykit_owner;
            set search_path = relaykit;
            create table secret_notes (tenant_id uuid not null, number integer not null, note bytea, primary key (tenant_id, number)) partition by range (number);
            create table secret_notes_low partition of secret_notes for values from (0) to (600);
            create table secret_notes_high partition of secret_notes default;
            alter table secret_notes enable row level security, force row level security;
            create policy tenant on secret_notes to relaykit_app
                using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
            create policy jobs on secret_notes to relaykit_jobs using (true) with check (true);
            grant select, insert on secret_notes to relaykit_jobs;
            grant update (note) on secret_notes to relaykit_jobs;
            """);
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [Fact]
    public async Task Every_secret_is_sealed_anew_and_the_old_wrapping_key_is_dispensable()
    {
        await using (var before = Stack(_oldKey))
        {
            await FillAsync(before);
        }

        RotationReport report;
        await using (var rotating = Stack(_newKey, _oldKey))
        {
            report = await rotating.Rotation.RunAsync(CancellationToken.None);
        }

        Assert.Equal((1, Secrets), (report.KeysWrapped, report.SecretsSealed));
        Assert.Equal(
            Secrets,
            await Sql.ScalarAsync<long>(
                _postgres.ConnectionString,
                $"select count(*) from relaykit.secret_notes where substring(note from 1 for 20) = '\\x{Convert.ToHexString(SealedSecret.BeginningUnder(report.Key))}'"));
        await using var after = Stack(_newKey);
        await after.Check.VerifyAsync(CancellationToken.None);
        await AssertReadableAsync(after);
    }

    [Fact]
    public async Task Secrets_can_be_read_by_a_process_that_serves_through_a_rotation()
    {
        await using var serving = Stack(_oldKey);
        await FillAsync(serving);

        await using (var rotating = Stack(_oldKey))
        {
            await rotating.Rotation.RunAsync(CancellationToken.None);
            await rotating.Rotation.RunAsync(CancellationToken.None);
        }

        await AssertReadableAsync(serving);
    }

    [Fact]
    public async Task A_rotation_without_the_old_wrapping_key_changes_nothing_and_says_why()
    {
        await using var before = Stack(_oldKey);
        await FillAsync(before);
        await using var rotating = Stack(_newKey);

        var fault = await Assert.ThrowsAsync<SecretUnreadableException>(() => rotating.Rotation.RunAsync(CancellationToken.None));

        Assert.Contains("which RelayKit__Secrets__WrappingKeys does not hold", fault.Message, StringComparison.Ordinal);
        await AssertReadableAsync(before);
    }

    [Fact]
    public async Task A_secret_that_somebody_has_changed_stops_the_rotation_and_is_left_as_it_is()
    {
        await using var stack = Stack(_oldKey);
        await FillAsync(stack);
        await Sql.ExecuteAsync(
            _postgres.ConnectionString, "update relaykit.secret_notes set note = set_byte(note, 60, get_byte(note, 60) # 1) where number = 7");

        await Assert.ThrowsAsync<SecretUnreadableException>(() => stack.Rotation.RunAsync(CancellationToken.None));
    }

    private SecretStack Stack(params string[] wrappingKeys) => new(_postgres.Sources, [Column], wrappingKeys);

    private async Task FillAsync(SecretStack stack)
    {
        await using var command = _postgres.Sources.Jobs.CreateCommand("insert into secret_notes select * from unnest($1::uuid[], $2::integer[], $3::bytea[])");
        var numbers = Enumerable.Range(0, Secrets).ToArray();
        command.Parameters.AddWithValue(numbers.Select(number => OwnerOf(number).Value).ToArray());
        command.Parameters.AddWithValue(numbers);
        command.Parameters.AddWithValue(numbers.Select(number => stack.Protector.Protect(Column.Purpose, OwnerOf(number), PlainOf(number))).ToArray());
        await command.ExecuteNonQueryAsync();
        await Sql.ExecuteAsync(_postgres.ConnectionString, $"insert into relaykit.secret_notes values ('{Guid.CreateVersion7()}', 1, null)");
    }

    private async Task AssertReadableAsync(SecretStack stack)
    {
        await using var command = _postgres.Sources.Jobs.CreateCommand("select number, note from secret_notes where note is not null");
        await using var reader = await command.ExecuteReaderAsync();
        var count = 0;
        for (; await reader.ReadAsync(); count++)
        {
            var number = reader.GetInt32(0);
            Assert.Equal(PlainOf(number), stack.Protector.Unprotect(Column.Purpose, OwnerOf(number), reader.GetFieldValue<byte[]>(1)));
        }

        Assert.Equal(Secrets, count);
    }

    private TenantId OwnerOf(int number) => _tenants[number % _tenants.Length];

    private static byte[] PlainOf(int number) => Encoding.UTF8.GetBytes($"note {number}");
}
