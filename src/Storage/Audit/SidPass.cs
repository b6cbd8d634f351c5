using System.Runtime.CompilerServices;

namespace RelayKit.Storage.Audit;

/// <summary>
/// Looks for sids that are kept twice, in any two months. A long history is looked at in slices by the sids' hash, one after the other,
/// so that PostgreSQL sorts no more than a slice at once; each slice reads the keys once more.
/// </summary>
/// <param name="mostRowsInSlice">How many rows a slice has, about.</param>
internal sealed class SidPass(long mostRowsInSlice = 4_000_000) : IAuditPass
{
    private static readonly (string Table, string Word)[] Kept = [("sessions", "room"), ("participant_sessions", "participant")];

    public async IAsyncEnumerable<AuditFinding> FindAsync(
        AuditSnapshot snapshot, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var (table, word) in Kept)
        {
            snapshot.Report(AuditCheck.OneRowForEachSid);
            var rows = await snapshot.ReadOneAsync<long>($"select count(*) from {table} where tenant_id = $1", cancellation);
            var slices = checked((int)((rows + mostRowsInSlice - 1) / mostRowsInSlice));
            for (var slice = 0; slice < slices; slice++)
            {
                await foreach (var row in snapshot.ReadAsync(SelectRepeated(table, word), cancellation, slices, slice))
                {
                    yield return snapshot.Finding(AuditCheck.OneRowForEachSid, row.GetString(0));
                }
            }
        }
    }

    /// <summary>$2 is the number of slices, $3 the slice. A remainder of a negative hash is negative, hence the first bit is left out.</summary>
    private static string SelectRepeated(string table, string word) =>
        $"""
         select format('{word} sid %s has %s rows', livekit_sid, count(*))
         from {table} where tenant_id = $1 and (hashtext(livekit_sid) & 2147483647) % $2 = $3
         group by livekit_sid having count(*) > 1
         """;
}
