using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Outbox;

/// <summary>Messages that could not be sent, put there by a test.</summary>
internal static class ParkedMessages
{
    /// <summary>Parks one of a tenant's usage.</summary>
    /// <returns>Its id.</returns>
    public static async Task<Guid> AddAsync(StackFixture stack, TestTenant tenant) => (await stack.Database.QueryAsync(
        """
        insert into outbox (message_id, kind, destination, tenant_id, created_at, due_at, attempts, parked_at, error)
        values ($2, 'meter', 'nowhere', $1, now(), now(), 3, now(), 'There is no such customer.') returning message_id
        """,
        static row => row.GetGuid(0),
        tenant.RowId,
        Guid.CreateVersion7())).Single();
}
