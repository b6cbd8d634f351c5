using System.Net.Http.Json;
using System.Text.Json;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>The S3 that the simulator plays: a bucket that tenants call their own, and the operator's.</summary>
public sealed class PlayedStore(Uri url)
{
    public const string TenantsBucket = "tenants";
    public const string ManagedBucket = "managed";
    public const string AccessKeyId = "AKIAENDTOEND";
    public const string SecretAccessKey = "secret-canary-of-the-end-to-end-tests";

    private static readonly HttpClient Http = new();

    public Uri Url => url;

    /// <summary>A tenant's own bucket, as it is set up over HTTP.</summary>
    public object Settings(string prefix) => new
    {
        endpoint = url.ToString().TrimEnd('/'),
        region = "us-east-1",
        bucket = TenantsBucket,
        force_path_style = true,
        prefix,
        access_key_id = AccessKeyId,
        secret_access_key = SecretAccessKey,
    };

    /// <summary>What anybody gets who has a link.</summary>
    public static async Task<byte[]> DownloadAsync(string link) => await Http.GetByteArrayAsync(new Uri(link));

    /// <summary>Asks the store's control interface.</summary>
    public async Task<JsonElement> ControlAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(url, path)) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path} → {(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement;
    }
}
