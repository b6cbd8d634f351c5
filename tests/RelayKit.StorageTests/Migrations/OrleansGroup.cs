namespace RelayKit.StorageTests.Migrations;

[CollectionDefinition(Name)]
public sealed class OrleansGroup : ICollectionFixture<OrleansCluster>
{
    public const string Name = "Orleans on PostgreSQL";
}
