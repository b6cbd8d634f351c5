using System.Net.Http.Json;
using System.Text.Json;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>The simulated LiveKit's control interface: what apps do, and what goes wrong.</summary>
public sealed class Simulator(Uri url) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = url };

    /// <summary>An app joins by a token.</summary>
    public Task<JsonElement> JoinAsync(string token) => PostAsync("/sim/join", new { token });

    public Task<JsonElement> LeaveAsync(string room, string identity) => PostAsync("/sim/leave", new { room, identity });

    public async Task<string> PublishAsync(string room, string identity, string source) =>
        (await PostAsync("/sim/publish", new { room, identity, source })).GetProperty("track_sid").GetString()!;

    /// <summary>Everything that LiveKit has to tell is told.</summary>
    public Task<JsonElement> DrainAsync() => PostAsync("/sim/webhooks/drain?timeout_seconds=20", new { });

    public Task<JsonElement> PostAsync(string path, object body) => PostAsync(path, body, mayFail: false);

    public async Task DeleteAsync(string path)
    {
        using var response = await _http.DeleteAsync(new Uri(path, UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode, $"{path} → {(int)response.StatusCode}");
    }

    public Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    /// <summary>Whether somebody is in a room, by the simulator's own books.</summary>
    public async Task<bool> IsThereAsync(string room, string identity)
    {
        var truth = await _http.GetFromJsonAsync<JsonElement>(new Uri($"/sim/truth?room={Uri.EscapeDataString(room)}", UriKind.Relative));
        return truth.GetProperty("rooms").EnumerateArray()
            .SelectMany(life => life.GetProperty("participants").EnumerateArray())
            .Any(who => who.GetProperty("identity").GetString() == identity && who.GetProperty("left_at_ms").ValueKind == JsonValueKind.Null);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> PostAsync(string path, object body, bool mayFail)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(mayFail || response.IsSuccessStatusCode, $"{path} → {(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement;
    }
}
