using System.Collections.ObjectModel;
using RelayKit.Labels;

namespace RelayKit.Api.Requests;

/// <summary>Labels as answers have them: values by name.</summary>
internal static class LabelsOf
{
    /// <summary>The labels of a set; empty for null.</summary>
    public static IReadOnlyDictionary<string, string> Set(LabelSet? labels) => labels is null || labels.IsEmpty
        ? ReadOnlyDictionary<string, string>.Empty
        : labels.Labels.ToDictionary(static label => label.Name, static label => label.Value, StringComparer.Ordinal);
}
