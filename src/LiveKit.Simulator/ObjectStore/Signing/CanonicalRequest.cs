using System.Text;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Signing;

/// <summary>A request in the form that Signature Version 4 signs (S3's: the path is encoded once and not tidied).</summary>
internal static class CanonicalRequest
{
    /// <summary>Puts it together.</summary>
    /// <param name="method">HTTP's method.</param>
    /// <param name="path">The path, decoded.</param>
    /// <param name="query">The query, decoded, without <c>X-Amz-Signature</c>.</param>
    /// <param name="headers">The signed headers by lower-case name, sorted.</param>
    /// <param name="payloadHash">Hexadecimal SHA-256 of the body, or the word that stands for it.</param>
    public static string Write(
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string>> query,
        IReadOnlyCollection<KeyValuePair<string, string>> headers,
        string payloadHash)
    {
        var parameters = query
            .Select(pair => (Name: AwsEncoding.Encode(pair.Key), Value: AwsEncoding.Encode(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        var text = new StringBuilder()
            .Append(method).Append('\n')
            .Append(path.Length == 0 ? "/" : AwsEncoding.Encode(path, keepSlashes: true)).Append('\n')
            .AppendJoin('&', parameters).Append('\n');
        foreach (var (name, value) in headers)
        {
            text.Append(name).Append(':').Append(Tidy(value)).Append('\n');
        }

        return text.Append('\n').AppendJoin(';', headers.Select(header => header.Key)).Append('\n').Append(payloadHash).ToString();
    }

    /// <summary>Without spaces around, and one where there are several.</summary>
    private static string Tidy(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
