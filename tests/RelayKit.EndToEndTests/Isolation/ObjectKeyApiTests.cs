using System.Net;
using RelayKit.EndToEndTests.Recordings;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Isolation;

/// <summary>Over HTTP no template, prefix or name leads a file out of its tenant's prefix: neither in its own bucket nor in the operator's.</summary>
[Collection(RecordingTestGroup.Name)]
public sealed class ObjectKeyApiTests(RecordingFixture stack)
{
    private static readonly string[] HostileSteps =
    [
        "..", ".", "...", "", "%2e%2e", "%2E%2E%2F", "%252e%252e", "..\\", "\\", "\uff0e\uff0e", "\u2024\u2024", "\u2215", "\u202e", "\u200b", "~", "*", "?", "#", "|", "\t", " ", "a ", "$", ";", "'", "\"",
        "räume", "{", "}", "{room}", "{RECORDING_ID}",
    ];

    private static readonly string[] HostileNames = ["...", "....", "..:", ".-.", "a..b", ".hidden", "%", "con"];

    private static readonly string[] HostileIdentities = ["..", ".", "...", "..@", "+..", "a..b", "ten_00000000000000000000000000"];

    [Fact]
    public async Task A_template_or_prefix_that_could_lead_elsewhere_is_refused_at_its_field()
    {
        var tenant = await stack.CreateTenantAsync();
        foreach (var step in HostileSteps)
        {
            foreach (var template in new[] { $"{step}/{{recording_id}}", $"a/{step}/{{recording_id}}", $"{{recording_id}}/{step}" })
            {
                await IsRefusedAsync(tenant, "key_template", template);
            }

            // A prefix may have a slash at its end, and none at all.
            foreach (var prefix in new[] { $"a/{step}/b", $"{step}/b", $"a/b/{step}/" })
            {
                await IsRefusedAsync(tenant, "prefix", prefix);
            }
        }

        (await tenant.Api.GetAsync("/v1/tenant/storage")).Expect(HttpStatusCode.OK);
        Assert.Equal("managed", (await tenant.Api.GetAsync("/v1/tenant/storage")).Text("kind"));
    }

    [Theory]
    [InlineData("hostile")]
    [InlineData(null)]
    public async Task A_name_that_could_lead_elsewhere_is_refused_or_stays_below_the_prefix(string? prefix)
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        if (prefix is not null)
        {
            var settings = new Dictionary<string, object>(Settings("prefix", prefix)) { ["key_template"] = "{publisher_identity}/{room_name}/{track_id}/{recording_id}" };
            (await tenant.Api.PutAsync("/v1/tenant/storage", settings)).Expect(HttpStatusCode.OK);
        }

        var below = prefix is null ? $"managed/{tenant.Id}/l/" : $"{prefix}/";
        var (refused, kept) = (0, 0);
        foreach (var name in HostileNames)
        {
            if ((await tenant.Api.PostAsync("/v1/rooms", new { name })).Status == HttpStatusCode.BadRequest)
            {
                continue;
            }

            var room = new SimulatedRoom(tenant, name);
            await room.JoinAsync("ada");
            await room.PublishAsync("ada", "camera");
            await Eventually.EqualAsync("live", async () => (await tenant.Api.GetAsync(room.Path)).Text("status"), $"status of {name}");
            foreach (var identity in HostileIdentities)
            {
                var order = new { kind = "participant", room = name, identity, consent_confirmed = true };
                var planned = await tenant.Api.PostAsync("/v1/recordings?dry_run=true", order);
                if (identity is "." or "..")
                {
                    planned.ExpectInvalid("/identity");
                }
                else if (planned.Expect(HttpStatusCode.OK)["would_start"].GetBoolean())
                {
                    IsBelow(below, planned.Text("key"));
                    kept++;
                }
                else
                {
                    Assert.Equal("recording_key_refused", planned.Code);
                    refused++;
                }
            }

            var started = await tenant.Api.PostAsync("/v1/recordings", new { room = name, consent_confirmed = true });
            if (started.Status == HttpStatusCode.Created)
            {
                IsBelow(below, started.Text("key"));
                var path = (await stack.Simulator.GetAsync($"/sim/egress?room={Uri.EscapeDataString(await room.LiveKitNameAsync())}")).GetProperty("egresses")[0].GetProperty("paths")[0];
                Assert.Equal(started.Text("key"), path.GetString());
                (await tenant.Api.PostAsync($"/v1/recordings/{started.Text("id")}/stop", "{}")).Expect(HttpStatusCode.OK);
            }
            else
            {
                started.Expect(HttpStatusCode.Conflict, "recording_key_refused");
            }
        }

        Assert.True(refused > 0 && kept > 0, $"{refused} were refused, {kept} stay below");
    }

    private static void IsBelow(string prefix, string key)
    {
        Assert.StartsWith(prefix, key, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Split('/'), static step => step.Trim('.', ' ').Length == 0);
        Assert.Equal($"/{key}", Uri.UnescapeDataString(new Uri($"https://bucket.example/{key}").AbsolutePath));
        Assert.Equal($"/{key}", Path.GetFullPath($"/{key}"));
    }

    private async Task IsRefusedAsync(TestTenant tenant, string field, string value)
    {
        var answer = await tenant.Api.PutAsync("/v1/tenant/storage", Settings(field, value));
        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{field} '{value}' is refused: {(int)answer.Status} {answer.Body}");
        answer.ExpectInvalid($"/{field}");
    }

    private Dictionary<string, object> Settings(string field, string value) => new()
    {
        ["endpoint"] = stack.Store.Url.ToString().TrimEnd('/'),
        ["region"] = "us-east-1",
        ["bucket"] = PlayedStore.TenantsBucket,
        ["force_path_style"] = true,
        ["access_key_id"] = PlayedStore.AccessKeyId,
        ["secret_access_key"] = PlayedStore.SecretAccessKey,
        [field] = value,
    };
}
