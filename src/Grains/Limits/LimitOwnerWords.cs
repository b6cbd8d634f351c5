namespace RelayKit.Limits;

/// <summary>Who can raise a limit, in words.</summary>
public static class LimitOwnerWords
{
    /// <summary><c>operator</c> or <c>tenant</c>.</summary>
    public static string Word(this LimitOwner owner) => owner == LimitOwner.Operator ? "operator" : "tenant";

    /// <summary>How to have a limit raised, for the end of an error's sentence.</summary>
    public static string HowToRaise(this ReachedLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return $"have the limit {limit.Name} raised by the {limit.RaisedBy.Word()}{(limit.RaisedBy == LimitOwner.Tenant ? ", with PATCH /v1/tenant" : "")}.";
    }
}
