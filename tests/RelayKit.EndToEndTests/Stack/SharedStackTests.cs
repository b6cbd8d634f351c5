namespace RelayKit.EndToEndTests.Stack;

/// <summary>Tests that share one running stack; each makes tenants of its own, so that none sees another's rooms.</summary>
[CollectionDefinition(Name)]
public sealed class SharedStackTests : ICollectionFixture<StackFixture>
{
    public const string Name = "One running stack";
}
