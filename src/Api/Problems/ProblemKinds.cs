using System.Collections.Frozen;

namespace RelayKit.Api.Problems;

/// <summary>
/// Every error that the API answers with, parted by what it is about. docs/errors.md and the page <c>/docs/errors</c> are written from these tables.
/// </summary>
internal static partial class ProblemKinds
{
    /// <summary>All of them, by code.</summary>
    public static FrozenDictionary<string, ProblemKind> ByCode => Index.All;

    /// <summary>A type of its own, so that it is made when every part has its fields: the order of the parts is nobody's.</summary>
    private static class Index
    {
        public static readonly FrozenDictionary<string, ProblemKind> All = typeof(ProblemKinds)
            .GetFields()
            .Select(static field => field.GetValue(null))
            .OfType<ProblemKind>()
            .ToFrozenDictionary(static kind => kind.Code, StringComparer.Ordinal);
    }
}
