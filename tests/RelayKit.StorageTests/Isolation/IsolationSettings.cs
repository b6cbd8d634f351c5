using System.Globalization;

namespace RelayKit.StorageTests.Isolation;

/// <summary>How long the long tests run.</summary>
internal static class IsolationSettings
{
    public static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
