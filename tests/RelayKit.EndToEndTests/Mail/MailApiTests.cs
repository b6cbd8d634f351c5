using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Mail;

/// <summary>Mails leave through the outbox, and stop where the provider says that they do not arrive.</summary>
[Collection(SharedStackTests.Name)]
public sealed class MailApiTests(StackFixture stack)
{
    private const string Suppressions = "/v1/operator/mail/suppressions";

    [Fact]
    public async Task A_bounce_stops_mail_shows_it_to_those_whom_it_concerns_and_is_lifted_by_the_operator()
    {
        var person = await Person.SignUpVerifiedAsync(stack);
        Assert.Equal(JsonValueKind.Null, (await MeAsync(person)).ValueKind);

        Assert.Equal(HttpStatusCode.OK, await TellAsync($"msg_{Guid.NewGuid():n}", "email.bounced", person.Email, SiloSettings.ResendSecret));

        Assert.Equal("bounced", (await MeAsync(person)).GetProperty("reason").GetString());
        var listed = (await person.Api.GetAsync("/v1/accounts")).Expect(HttpStatusCode.OK).Data.Single();
        Assert.Equal("bounced", listed.GetProperty("email_suppression").GetProperty("reason").GetString());
        var stopped = (await stack.Operator.GetAsync($"{Suppressions}?limit=100")).Expect(HttpStatusCode.OK).Data
            .Single(item => item.GetProperty("email").GetString() == person.Email);
        Assert.Equal(person.TenantId, stopped.GetProperty("tenant_id").GetString());

        var before = (await stack.Mails.AllAsync(person.Email)).Count;
        (await stack.Anonymous.PostAsync("/v1/auth/password-reset", new { email = person.Email })).Expect(HttpStatusCode.Accepted);
        await Eventually.HoldsAsync(
            async () => await stack.Database.ScalarAsync<long>("select count(*) from account_tokens where tenant_id = $1 and purpose = 'reset_password'", person.TenantRowId) == 1
                && await stack.Database.ScalarAsync<long>("select count(*) from outbox where tenant_id = $1", person.TenantRowId) == 0,
            "the mail was made, and given up");
        Assert.Equal(before, (await stack.Mails.AllAsync(person.Email)).Count);

        (await stack.Operator.DeleteAsync($"{Suppressions}/{stopped.GetProperty("id").GetString()}")).Expect(HttpStatusCode.NoContent);
        Assert.Equal(JsonValueKind.Null, (await MeAsync(person)).ValueKind);
        (await stack.Anonymous.PostAsync("/v1/auth/password-reset", new { email = person.Email })).Expect(HttpStatusCode.Accepted);
        await stack.Mails.TokenAsync("reset-password", person.Email);
    }

    [Fact]
    public async Task What_is_not_signed_stops_nothing()
    {
        var person = await Person.SignUpVerifiedAsync(stack);

        Assert.Equal(
            HttpStatusCode.Unauthorized, await TellAsync($"msg_{Guid.NewGuid():n}", "email.complained", person.Email, "whsec_YW5vdGhlciBzZWNyZXQgdGhhbiB0aGVpcnM="));

        Assert.Equal(JsonValueKind.Null, (await MeAsync(person)).ValueKind);
    }

    [Fact]
    public async Task The_owners_of_a_tenant_that_is_suspended_are_told_and_when_it_goes_on()
    {
        var person = await Person.SignUpVerifiedAsync(stack);

        (await stack.Operator.PostAsync($"/v1/operator/tenants/{person.TenantId}/suspend", new { reason = "The invoice is unpaid." })).Expect(HttpStatusCode.OK);
        Assert.Contains("> The invoice is unpaid.", await stack.Mails.FindAsync("tenant-suspended", person.Email), StringComparison.Ordinal);
        (await stack.Operator.PostAsync($"/v1/operator/tenants/{person.TenantId}/resume", "{}")).Expect(HttpStatusCode.OK);
        await stack.Mails.FindAsync("tenant-resumed", person.Email);
    }

    [Fact]
    public async Task The_owner_of_a_key_that_has_leaked_and_of_an_export_that_is_ready_is_told()
    {
        var person = await Person.SignUpVerifiedAsync(stack);
        var key = (await person.Api.PostAsync("/v1/api-keys", new { name = "Backend", mode = "live" })).Expect(HttpStatusCode.Created).Text("key");

        (await stack.Anonymous.PostAsync("/v1/leaked-keys", new { key, url = "https://example.com/a/commit" })).Expect(HttpStatusCode.Accepted);
        var leaked = await stack.Mails.FindAsync("api-key-leaked", person.Email);
        Assert.DoesNotContain(key!, leaked, StringComparison.Ordinal);
        Assert.Contains("Found at: https://example.com/a/commit", leaked, StringComparison.Ordinal);

        (await person.Api.PostAsync("/v1/privacy/exports", "{}")).Expect(HttpStatusCode.Accepted);
        await stack.Mails.FindAsync("export-ready", person.Email);
    }

    [Fact]
    public async Task A_tenants_key_opens_nothing_here()
    {
        var tenant = await stack.CreateTenantAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await tenant.Api.GetAsync(Suppressions)).Status);
    }

    private static async Task<JsonElement> MeAsync(Person person) =>
        (await person.Api.GetAsync("/v1/me")).Expect(HttpStatusCode.OK)["account"].GetProperty("email_suppression");

    private async Task<HttpStatusCode> TellAsync(string id, string type, string to, string secret)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new { type, created_at = "2026-11-27T12:00:00.000Z", data = new { to = new[] { to }, bounce = new { type = "Permanent" } } });
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/resend") { Content = new ByteArrayContent(body) };
        request.Headers.Add("svix-id", id);
        request.Headers.Add("svix-timestamp", timestamp);
        request.Headers.Add("svix-signature", $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed))}");
        return (await stack.Anonymous.SendAsync(request)).Status;
    }
}
