namespace RelayKit.StorageTests.ObjectStorage;

/// <summary>The contract, held by a server that others have written.</summary>
public sealed class S3rverServerTests(S3rverServer server) : ObjectStorageContract(server), IClassFixture<S3rverServer>;
