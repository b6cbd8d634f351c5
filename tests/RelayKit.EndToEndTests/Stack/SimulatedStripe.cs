using System.Net.Http.Json;
using System.Text.Json;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>The simulated Stripe's control interface: what customers do on its pages, what goes wrong, and what it has been told.</summary>
public sealed class SimulatedStripe(Uri url) : IDisposable
{
    /// <summary>The events of the one meter that it has.</summary>
    public const string MinutesMeter = "relaykit_participant_minutes";

    /// <summary>A price of it that is there from the start.</summary>
    public const string MinutePrice = "price_minutes";

    private readonly HttpClient _http = new() { BaseAddress = url };

    /// <summary>Adds a price of a minute, in cents.</summary>
    public Task AddMinutePriceAsync(string id, int cents) =>
        PostAsync("/sim/prices", new { id, unit_amount = cents, meter_event = MinutesMeter, included = 0 });

    /// <summary>The customer subscribes on the page of a checkout.</summary>
    public Task<JsonElement> CompleteAsync(Uri page) => PostAsync($"/sim/checkouts/{page.Segments[^1]}/complete", new { });

    /// <summary>From here on a customer's card is charged, or declined.</summary>
    public Task SetCardAsync(string customer, bool works) => PostAsync($"/sim/customers/{customer}/card", new { works });

    /// <summary>What was used so far is charged at once.</summary>
    /// <returns>The invoice's id.</returns>
    public async Task<string> InvoiceAsync(string subscription) =>
        (await PostAsync($"/sim/subscriptions/{subscription}/invoice", new { })).GetProperty("invoice").GetString()!;

    /// <summary>Tries an open invoice again.</summary>
    public Task PayAsync(string invoice) => PostAsync($"/sim/invoices/{invoice}/pay", new { });

    /// <summary>The next calls below a path meet a fault.</summary>
    public Task AddFaultAsync(string fault, string path, int count) => PostAsync("/sim/faults", new { fault, path, count });

    public async Task EndFaultsAsync()
    {
        using var response = await _http.DeleteAsync(new Uri("/sim/faults", UriKind.Relative));
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Minutes that it has been told of for a customer.</summary>
    public async Task<long> MinutesAsync(string customer) => (await GetAsync("/sim/totals")).EnumerateArray()
        .Where(total => total.GetProperty("customer_id").GetString() == customer)
        .Sum(static total => total.GetProperty("value").GetInt64());

    /// <summary>How many webhooks have not been answered by 2xx yet.</summary>
    public async Task<int> WaitingAsync() => (await GetAsync("/sim/events")).GetProperty("waiting").GetInt32();

    /// <summary>Whether a page of it is there.</summary>
    public async Task<bool> HasPageAsync(Uri page)
    {
        using var response = await _http.GetAsync(page);
        return response.IsSuccessStatusCode;
    }

    public void Dispose() => _http.Dispose();

    private Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path} → {(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement;
    }
}
