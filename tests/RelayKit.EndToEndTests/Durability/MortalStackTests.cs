using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Durability;

/// <summary>Tests that end the silo of a stack and start it again, one after the other; each leaves it running.</summary>
[CollectionDefinition(Name)]
public sealed class MortalStackTests : ICollectionFixture<StackFixture>
{
    public const string Name = "A stack whose silo ends";
}
