using Microsoft.OpenApi;
using RelayKit.Access;
using RelayKit.Api.Access;

namespace RelayKit.Api.Description;

/// <summary>Says which scope an operation needs: in words, and where OpenAPI 3.1 names what a caller has to be allowed.</summary>
internal static class ScopeDescriber
{
    public static void Describe(OpenApiOperation operation, IEnumerable<object> metadata)
    {
        if (metadata.OfType<NeededScope>().LastOrDefault() is { } needed)
        {
            operation.Description += $"\n\nNeeds the scope `{needed.Scope.Word()}`.";
        }
    }

    /// <summary>What the operation's security requirement names.</summary>
    public static List<string> NamesOf(IEnumerable<object> metadata) =>
        [.. metadata.OfType<NeededScope>().TakeLast(1).Select(static needed => needed.Scope.Word())];
}
