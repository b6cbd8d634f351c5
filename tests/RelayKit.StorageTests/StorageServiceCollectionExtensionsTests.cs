using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;
using RelayKit.Storage;

namespace RelayKit.StorageTests;

public sealed class StorageServiceCollectionExtensionsTests
{
    public static TheoryData<string> Faults => ["no connection", "terminated"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_of_PostgreSQLs_reaches_a_caller_in_another_process_as_what_it_is(string met)
    {
        var fault = met == "terminated"
            ? new PostgresException("terminating connection due to unexpected postmaster exit", "FATAL", "FATAL", "57P01")
            : new NpgsqlException("Failed to connect", new SocketException(111));
        using var process = new ServiceCollection().AddSerializer().AddStores(new ConfigurationBuilder().Build()).BuildServiceProvider();
        var serializer = process.GetRequiredService<Serializer>();

        var arrived = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(fault));

        Assert.IsType(fault.GetType(), arrived);
        Assert.Equal(fault.Message, arrived.Message);
    }
}
