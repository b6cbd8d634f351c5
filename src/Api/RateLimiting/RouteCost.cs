namespace RelayKit.Api.RateLimiting;

/// <summary>What a call of a route takes of which limit of the tenant; <c>dry_run</c> takes as much.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Points">Points of it.</param>
internal sealed record RouteCost(TenantLimit Limit, int Points)
{
    /// <summary>Looks something up; a stream that is opened counts as one look.</summary>
    public static readonly RouteCost Read = new(TenantLimit.Api, 1);

    /// <summary>Changes something.</summary>
    public static readonly RouteCost Write = new(TenantLimit.Api, 3);

    /// <summary>Sets something going that works for long.</summary>
    public static readonly RouteCost Start = new(TenantLimit.Api, 10);

    /// <summary>Mints join tokens: a point for each. One is taken before the body is read; the route takes the others when it knows how many.</summary>
    public static readonly RouteCost Mint = new(TenantLimit.Mint, 1);

    /// <summary>What a route costs that says nothing itself.</summary>
    public static RouteCost Of(IEnumerable<object> metadata)
    {
        var read = true;
        foreach (var item in metadata.Reverse())
        {
            if (item is RouteCost cost)
            {
                return cost;
            }

            read &= item is not IHttpMethodMetadata methods || methods.HttpMethods.All(HttpMethods.IsGet);
        }

        return read ? Read : Write;
    }
}

/// <summary>The limits that a tenant has.</summary>
internal enum TenantLimit
{
    /// <summary>Cost points.</summary>
    Api,

    /// <summary>Join tokens.</summary>
    Mint,
}
