using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>What happens when a budget is used up. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<BudgetAction>))]
public readonly record struct BudgetAction(string Text) : IWord<BudgetAction>
{
    /// <summary>An event tells of it.</summary>
    public static BudgetAction Alert => new("alert");

    /// <summary>No join token is minted any more.</summary>
    public static BudgetAction NoNewJoins => new("no_new_joins");

    /// <summary>No join token is minted any more, and after the notice what goes on is ended.</summary>
    public static BudgetAction End => new("end");

    static BudgetAction IWord<BudgetAction>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
