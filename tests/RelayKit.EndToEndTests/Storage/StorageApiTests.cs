using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Storage;

/// <summary>A tenant's own bucket, over HTTP: tried for real, each fault said, nothing saved of one that fails, no secret anywhere.</summary>
[Collection(SharedStackTests.Name)]
public sealed class StorageApiTests(StackFixture stack)
{
    private const string Path = "/v1/tenant/storage";

    [Fact]
    public async Task A_good_bucket_is_saved_tested_and_dropped()
    {
        var tenant = await stack.CreateTenantAsync();

        var saved = (await tenant.Api.PutAsync(Path, stack.Buckets.Settings(PlayedBuckets.Good, prefix: "calls"))).Expect(HttpStatusCode.OK);

        Assert.Equal(("bucket", stack.Buckets.Url, "us-east-1", "good", "calls/"), (saved.Text("kind"), saved.Text("endpoint"), saved.Text("region"), saved.Text("bucket"), saved.Text("prefix")));
        Assert.Equal((tenant.Id, "{room_name}/{time}-{recording_id}", "AKIAIOSFODNN7EXAMPLE"), (saved.Text("external_id"), saved.Text("key_template"), saved.Text("access_key_id")));
        Assert.Equal(saved.Body, (await tenant.Api.GetAsync(Path)).Expect(HttpStatusCode.OK).Body);
        Assert.Equal(saved.Text("id"), (await tenant.Api.PostAsync($"{Path}/test", "")).Expect(HttpStatusCode.OK).Text("id"));
        Assert.Equal(saved.Text("id"), (await tenant.Api.PutAsync(Path, stack.Buckets.Settings(PlayedBuckets.Good, "other"))).Expect(HttpStatusCode.OK).Text("id"));
        (await tenant.Api.DeleteAsync(Path)).Expect(HttpStatusCode.NoContent);
        Assert.Equal("storage_not_set_up", (await tenant.Api.DeleteAsync(Path)).Code);
        Assert.Equal("storage_not_set_up", (await tenant.Api.PostAsync($"{Path}/test", "")).Code);
    }

    [Theory]
    [InlineData("no-such-bucket", "storage_no_bucket", "/bucket")]
    [InlineData("wrong-key-id", "storage_wrong_key", "/access_key_id")]
    [InlineData("wrong-secret", "storage_wrong_key", "/secret_access_key")]
    [InlineData("not-writable", "storage_not_allowed", "/access_key_id")]
    [InlineData("not-readable", "storage_not_allowed", "/access_key_id")]
    [InlineData("not-deletable", "storage_not_allowed", "/access_key_id")]
    [InlineData("elsewhere", "storage_wrong_region", "/region")]
    [InlineData("redirecting", "storage_redirected", "/endpoint")]
    [InlineData("failing", "storage_unavailable", "/endpoint")]
    [InlineData("web-page", "storage_not_s3", "/endpoint")]
    public async Task A_bucket_with_a_fault_is_not_saved_and_what_was_before_stays(string bucket, string code, string field)
    {
        var tenant = await stack.CreateTenantAsync();
        var before = (await tenant.Api.PutAsync(Path, stack.Buckets.Settings(PlayedBuckets.Good))).Expect(HttpStatusCode.OK);

        var answer = await tenant.Api.PutAsync(Path, stack.Buckets.Settings(bucket));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (answer.Status, answer.Code));
        Assert.Equal(field, answer["errors"][0].GetProperty("pointer").GetString());
        Assert.Equal(before.Body, (await tenant.Api.GetAsync(Path)).Body);
    }

    [Fact]
    public async Task A_service_that_is_away_or_has_an_expired_certificate_is_said()
    {
        var tenant = await stack.CreateTenantAsync();

        Assert.Equal("storage_unreachable", (await tenant.Api.PutAsync(Path, At("http://127.0.0.1:1"))).Code);
        Assert.Equal("storage_unreachable", (await tenant.Api.PutAsync(Path, At("https://nowhere.invalid"))).Code);
        Assert.Equal("storage_bad_certificate", (await tenant.Api.PutAsync(Path, At(stack.Buckets.ExpiredUrl))).Code);
        Assert.Equal("storage_not_set_up", (await tenant.Api.GetAsync(Path)).Code);
    }

    [Fact]
    public async Task A_role_that_refuses_is_said()
    {
        var tenant = await stack.CreateTenantAsync();

        var answer = await tenant.Api.PutAsync(Path, new { endpoint = stack.Buckets.Url, region = "us-east-1", bucket = "good", role_arn = "arn:aws:iam::123456789012:role/r" });

        Assert.Equal("storage_role_refused", answer.Code);
        Assert.Contains(tenant.Id, answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"region":"us-east-1","bucket":"B_AD","access_key_id":"a","secret_access_key":"s"}""", "/bucket")]
    [InlineData("""{"region":"evil.example","bucket":"good","access_key_id":"a","secret_access_key":"s"}""", "/region")]
    [InlineData("""{"endpoint":"https://a/b?c","region":"us-east-1","bucket":"good","access_key_id":"a","secret_access_key":"s"}""", "/endpoint")]
    [InlineData("""{"endpoint":"https://u@a","region":"us-east-1","bucket":"good","access_key_id":"a","secret_access_key":"s"}""", "/endpoint")]
    [InlineData("""{"region":"us-east-1","bucket":"good","prefix":"../other/","access_key_id":"a","secret_access_key":"s"}""", "/prefix")]
    [InlineData("""{"region":"us-east-1","bucket":"good","prefix":"%2e%2e","access_key_id":"a","secret_access_key":"s"}""", "/prefix")]
    [InlineData("""{"region":"us-east-1","bucket":"good","key_template":"{room_name}","access_key_id":"a","secret_access_key":"s"}""", "/key_template")]
    [InlineData("""{"region":"us-east-1","bucket":"good","key_template":"../{recording_id}","access_key_id":"a","secret_access_key":"s"}""", "/key_template")]
    [InlineData("""{"region":"us-east-1","bucket":"good"}""", "/access_key_id")]
    [InlineData("""{"region":"us-east-1","bucket":"good","access_key_id":"a b","secret_access_key":"s"}""", "/access_key_id")]
    [InlineData("""{"region":"us-east-1","bucket":"good","access_key_id":"a","secret_access_key":"s\n"}""", "/secret_access_key")]
    [InlineData("""{"region":"us-east-1","bucket":"good","role_arn":"arn:aws:iam::1:user/u"}""", "/role_arn")]
    [InlineData("""{"region":"us-east-1","bucket":"good","role_arn":"arn:aws:iam::123456789012:role/r","access_key_id":"a"}""", "/access_key_id")]
    public async Task What_cannot_be_a_bucket_is_refused_at_its_field(string body, string field)
    {
        var tenant = await stack.CreateTenantAsync();

        var answer = await tenant.Api.PutAsync(Path, body);

        Assert.Equal("invalid_request", answer.Code);
        Assert.Equal(field, answer["errors"][0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task A_secret_is_in_no_answer_log_trail_or_row()
    {
        var secret = $"canary{Guid.NewGuid():n}";
        var tenant = await stack.CreateTenantAsync();
        List<ApiAnswer> answers =
        [
            await tenant.Api.PutAsync(Path, stack.Buckets.Settings(PlayedBuckets.Good, secret)),
            await tenant.Api.PutAsync(Path, stack.Buckets.Settings("wrong-secret", secret)),
            await tenant.Api.PutAsync(Path, stack.Buckets.Settings("UPPER", secret)),
            await tenant.Api.GetAsync(Path),
            await tenant.Api.PostAsync($"{Path}/test", ""),
            await tenant.Api.GetAsync("/v1/audit-log"),
            await tenant.Api.GetAsync("/v1/events"),
        ];

        Assert.All(answers, answer => Assert.DoesNotContain(secret, answer.Body, StringComparison.Ordinal));
        Assert.DoesNotContain(secret, stack.SiloOutput, StringComparison.Ordinal);
        Assert.Equal(1L, await stack.Database.ScalarAsync<long>("select count(*) from tenant_storages where tenant_id = $1", tenant.RowId));
        foreach (var table in new[] { "tenant_storages", "audit_log", "request_logs", "idempotency_keys", "orleansstorage" })
        {
            Assert.Equal(0L, await stack.Database.ScalarAsync<long>(
                $"select count(*) from {table} t where strpos(t::text, $1) > 0 or strpos(t::text, $2) > 0", secret, Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(secret))));
        }
    }

    private static object At(string endpoint) => new { endpoint, region = "us-east-1", bucket = "good", force_path_style = true, access_key_id = "a", secret_access_key = "s" };
}
