namespace RelayKit.Usage;

public partial interface IUsageMeterGrain
{
    /// <summary>A method that the release before does not have.</summary>
    [Alias("CountLines")]
    Task<int> CountLinesAsync();
}

internal sealed partial class UsageMeterGrain
{
    public Task<int> CountLinesAsync() => Task.FromResult(_meter is null ? 0 : 1);
}
