using System.Globalization;
using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Billing;

/// <summary>Of tenants that are no payment provider's customers: plans, invoices that open into sessions, statements, and payment by the operator's word.</summary>
[Collection(SharedStackTests.Name)]
public sealed class BillingApiTests(StackFixture stack)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    /// <summary>A whole second a little while ago, but in this period.</summary>
    private static readonly long StartMs = Math.Max(Now.AddMinutes(-10).ToUnixTimeSeconds(), MonthStart.ToUnixTimeSeconds()) * 1000;

    private static DateTimeOffset MonthStart => new(Now.Year, Now.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private static string Month => Now.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    [Fact]
    public async Task An_invoice_opens_line_by_line_into_the_sessions_that_it_is_added_up_from()
    {
        var tenant = await stack.CreateTenantAsync();
        await UsePlanAsync(tenant, """{"name":"Pro","currency":"eur","fixed_fee":900,"prices":[{"meter":"participant_minutes","included_minutes":1,"unit_price":"0.5"}]}""");
        await StayAsync(tenant, "ann", 100_250);
        await StayAsync(tenant, "bob", 150_000);

        var draft = await DraftAsync(tenant, 250_250);
        Assert.Equal(("draft", Month, "eur"), (draft.GetProperty("status").GetString(), draft.GetProperty("month").GetString(), draft.GetProperty("currency").GetString()));
        // 4 minutes, one of them included: 3 at half a cent are 1.5 cents, which is 2.
        Assert.Equal(902, draft.GetProperty("total").GetInt64());

        var path = $"/v1/billing/invoices/{draft.GetProperty("id").GetString()}";
        Assert.Equal(902, (await tenant.Api.GetAsync(path)).Expect(HttpStatusCode.OK).Number("total"));
        var first = (await tenant.Api.GetAsync($"{path}/lines/participant_minutes/sessions?limit=1")).Expect(HttpStatusCode.OK);
        var second = (await tenant.Api.GetAsync($"{path}/lines/participant_minutes/sessions?limit=1&cursor={first.Text("next_cursor")}")).Expect(HttpStatusCode.OK);
        var sessions = first.Data.Concat(second.Data).ToList();
        Assert.Equal(JsonValueKind.Null, second["next_cursor"].ValueKind);
        Assert.Equal([100_250L, 150_000], sessions.Select(static session => session.GetProperty("billed_ms").GetInt64()).Order());
        Assert.All(sessions, static session => Assert.StartsWith("EV_", session.GetProperty("leave_event_id").GetString(), StringComparison.Ordinal));
        Assert.Equal((4, 250_250, 250_250), (first.Number("quantity"), first.Number("total_ms"), first.Number("sessions_ms")));

        await Eventually.EqualAsync(
            (1L, 3L),
            async () =>
            {
                var meter = (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);
                return (meter["included_minutes"].ValueKind == JsonValueKind.Null ? 0 : meter.Number("included_minutes"), meter["overage_minutes"].ValueKind == JsonValueKind.Null ? 0 : meter.Number("overage_minutes"));
            },
            "the meter knows the plan");
    }

    [Fact]
    public async Task A_statement_is_given_as_JSON_CSV_and_PDF()
    {
        var tenant = await stack.CreateTenantAsync();

        var statement = (await tenant.Api.GetAsync("/v1/billing/statements?label=customer=acme")).Expect(HttpStatusCode.OK);
        Assert.Equal(("customer=acme", Month, false), (statement.Text("label"), statement.Text("month"), statement["complete"].GetBoolean()));
        Assert.StartsWith("label,period,", (await tenant.Api.GetAsync($"/v1/billing/statements?label=customer=acme&period={Month}&format=csv")).Expect(HttpStatusCode.OK).Body, StringComparison.Ordinal);
        Assert.StartsWith("%PDF", (await tenant.Api.GetAsync("/v1/billing/statements?label=customer=acme&format=pdf")).Expect(HttpStatusCode.OK).Body, StringComparison.Ordinal);

        (await tenant.Api.GetAsync("/v1/billing/statements")).ExpectInvalid("?label");
        (await tenant.Api.GetAsync("/v1/billing/statements?label=a=b&period=2999-01&format=xls")).ExpectInvalid("?period", "?format");
    }

    [Fact]
    public async Task What_the_operator_says_of_a_payment_begins_the_stages_and_paying_ends_them()
    {
        var tenant = await stack.CreateTenantAsync();
        Assert.Equal("active", await StageAsync(tenant));

        await stack.Operator.PutAsync($"/v1/operator/tenants/{tenant.Id}/billing", new { payment = "overdue" });
        Assert.Equal("past_due", await StageAsync(tenant));
        await stack.Operator.PutAsync($"/v1/operator/tenants/{tenant.Id}/billing", new { payment = "paid" });
        Assert.Equal("active", await StageAsync(tenant));

        var told = (await tenant.Api.GetAsync("/v1/events?type=billing.past_due,billing.recovered")).Expect(HttpStatusCode.OK).Data;
        Assert.Equal(["billing.past_due", "billing.recovered"], told.Select(static one => one.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_plans_budget_is_the_tenants_until_it_has_another_plan()
    {
        var tenant = await stack.CreateTenantAsync();
        await UsePlanAsync(tenant, """{"name":"Small","currency":"usd","prices":[],"budget":{"minutes":77,"action":"no_new_joins"}}""");
        Assert.Equal(77, (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK)["cap_minutes"].GetInt64());

        (await stack.Operator.PutAsync($"/v1/operator/tenants/{tenant.Id}/billing", new { plan = "free" })).Expect(HttpStatusCode.OK);
        await Eventually.EqualAsync(
            JsonValueKind.Null, async () => (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK)["cap_minutes"].ValueKind, "the plan's budget is gone");
    }

    [Fact]
    public async Task A_state_of_which_no_report_becomes_is_named() =>
        (await stack.Operator.GetAsync("/v1/operator/billing/meter-reports?state=lost")).ExpectInvalid("?state");

    private async Task UsePlanAsync(TestTenant tenant, string plan)
    {
        var code = $"plan-{Guid.NewGuid():n}";
        (await stack.Operator.PutAsync($"/v1/operator/plans/{code}", plan)).Expect(HttpStatusCode.OK);
        (await stack.Operator.PutAsync($"/v1/operator/tenants/{tenant.Id}/billing", new { plan = code })).Expect(HttpStatusCode.OK);
    }

    private async Task StayAsync(TestTenant tenant, string identity, long ms)
    {
        var room = await tenant.OpenRoomAsync($"room-{identity}", StartMs);
        var connection = Connection.At(StartMs + 1_000 - (ms % 1_000), identity);
        await stack.SendAllAsync(
            LiveKitWebhooks.ParticipantJoined(room, connection),
            LiveKitWebhooks.ParticipantLeft(room, connection, connection.JoinedAtMs + ms),
            LiveKitWebhooks.RoomFinished(room, connection.JoinedAtMs + ms));
    }

    private static async Task<JsonElement> DraftAsync(TestTenant tenant, long usedMs)
    {
        var draft = default(JsonElement);
        await Eventually.HoldsAsync(
            async () =>
            {
                draft = (await tenant.Api.GetAsync("/v1/billing/invoices")).Expect(HttpStatusCode.OK).Data[0];
                return draft.GetProperty("lines").EnumerateArray().Sum(static line => line.GetProperty("used_ms").GetInt64()) == usedMs;
            },
            "the draft has what was used");
        return draft;
    }

    private static async Task<string> StageAsync(TestTenant tenant) =>
        (await tenant.Api.GetAsync("/v1/billing/subscription")).Expect(HttpStatusCode.OK)["payment"].GetProperty("stage").GetString()!;
}
