using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Abuse;

/// <summary>A stack whose rules about abuse act early, so that a test need not be a flood, and that has no payment provider.</summary>
public sealed class StrictFixture : StackFixture
{
    /// <summary>Rooms in a minute that are never too many.</summary>
    public const int Rooms = 5;

    /// <summary>So many times as many suspend.</summary>
    public const int SuspendFactor = 4;

    /// <summary>Bad keys in a minute that are never too many.</summary>
    public const int BadKeys = 20;

    protected override bool HasStripe => false;

    protected override void Adapt(SiloSettings settings)
    {
        settings.Environment["RelayKit__Abuse__Rooms__LeastPerMinute"] = $"{Rooms}";
        settings.Environment["RelayKit__Abuse__Rooms__SuspendFactor"] = $"{SuspendFactor}";
        settings.Environment["RelayKit__Abuse__SuspendAfterMinutes"] = "1";
        settings.Environment["RelayKit__Abuse__SuspensionGrace"] = "00:00:00";
        settings.Environment["RelayKit__Abuse__BadKeys__Most"] = $"{BadKeys}";
    }
}

/// <summary>Tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class StrictStackTests : ICollectionFixture<StrictFixture>
{
    public const string Name = "A strict stack without a payment provider";
}
