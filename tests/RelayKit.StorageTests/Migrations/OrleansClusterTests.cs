namespace RelayKit.StorageTests.Migrations;

[Collection(OrleansGroup.Name)]
public sealed class OrleansClusterTests(OrleansCluster orleans)
{
    [Fact]
    public async Task Two_silos_find_each_other()
    {
        var hosts = await orleans.Client.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);

        Assert.Equal(2, hosts.Count);
        Assert.Equal(
            2L,
            await Sql.ScalarAsync<long>(
                orleans.Postgres.ConnectionString,
                $"select count(*) from relaykit.orleansmembershiptable where status = 3 and deploymentid = '{OrleansCluster.ClusterId}'"));
    }

    [Fact]
    public async Task A_grain_keeps_its_state_when_it_is_activated_anew()
    {
        var notebook = orleans.Client.GetGrain<INotebookGrain>("notebook-1");
        var writer = await notebook.WriteAndLeaveAsync("kept");

        var reader = await notebook.ReadAsync();

        Assert.Equal("kept", reader.Text);
        Assert.NotEqual(writer, reader.Activation);
    }

    [Fact]
    public async Task A_reminder_is_registered_listed_and_taken_back()
    {
        var notebook = orleans.Client.GetGrain<INotebookGrain>("notebook-2");

        Assert.Equal(["weekly"], await notebook.RemindAsync("weekly"));
        Assert.Empty(await notebook.ForgetAsync("weekly"));
    }
}
