namespace RelayKit.Usage.Series;

/// <summary>By what a series of usage is told apart within each bucket.</summary>
public enum UsageGrouping
{
    /// <summary>By nothing: the billed classes together.</summary>
    None,

    /// <summary>By the tenant's name of the room: the billed classes of each room together.</summary>
    Room,

    /// <summary>By <see cref="ParticipantClass"/>, also those that are not billed.</summary>
    Kind,

    /// <summary>By label: the billed classes of whoever has it together. Who has several counts under each, who has none under none.</summary>
    Label,
}
