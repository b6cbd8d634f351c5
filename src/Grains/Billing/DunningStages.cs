namespace RelayKit.Billing;

/// <summary>The words for stages, in answers, events and mails.</summary>
public static class DunningStages
{
    private static readonly string[] Words = ["active", "past_due", "grace", "suspended"];

    /// <summary>The word for a stage.</summary>
    public static string Word(this DunningStage stage) => Words[(int)stage];
}
