using System.Text;
using RelayKit.Billing;
using RelayKit.Stripe.Webhooks;

namespace RelayKit.UnitTests.Stripe;

public sealed class StripeNewsReaderTests
{
    private const string Thin = """{"id":"evt_2","object":"v2.core.event","type":"v1.billing.meter.error_report_triggered","created":"2026-11-27T12:00:00.000Z"}""";

    [Theory]
    [InlineData("customer.subscription.updated", """{"id":"sub_1"}""", ProviderEventSubject.Subscription, "sub_1")]
    [InlineData("checkout.session.completed", """{"id":"cs_1","subscription":"sub_1"}""", ProviderEventSubject.Subscription, "sub_1")]
    [InlineData("checkout.session.completed", """{"id":"cs_1","subscription":{"id":"sub_1"}}""", ProviderEventSubject.Subscription, "sub_1")]
    [InlineData("invoice.paid", """{"id":"in_1"}""", ProviderEventSubject.Invoice, "in_1")]
    [InlineData("customer.deleted", """{"id":"cus_1"}""", ProviderEventSubject.DeletedCustomer, "cus_1")]
    public void Of_an_event_is_read_what_it_is_about(string type, string about, ProviderEventSubject subject, string objectId)
    {
        var news = Read(Snapshot(type, about), thin: false);

        Assert.Equal(StripeNewsKind.Wanted, news.Kind);
        Assert.Equal(new ProviderEvent("evt_1", type, subject, objectId, DateTimeOffset.FromUnixTimeSeconds(1_795_780_800)), news.Event);
    }

    [Theory]
    [InlineData("charge.succeeded", """{"id":"ch_1"}""")]
    [InlineData("invoice.upcoming", """{"customer":"cus_1"}""")]
    [InlineData("checkout.session.completed", """{"id":"cs_1","subscription":null}""")]
    [InlineData("invoice.paid", """{"id":"../../etc"}""")]
    public void What_nobody_wants_is_of_no_use(string type, string about) => Assert.Equal(StripeNewsKind.OfNoUse, Read(Snapshot(type, about), thin: false).Kind);

    [Fact]
    public void A_thin_event_is_about_itself() => Assert.Equal(
        new ProviderEvent("evt_2", "v1.billing.meter.error_report_triggered", ProviderEventSubject.MeterErrors, "evt_2", new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero)),
        Read(Thin, thin: true).Event);

    [Fact]
    public void Each_form_has_its_own_route()
    {
        Assert.Equal(StripeNewsKind.OtherForm, Read(Thin, thin: false).Kind);
        Assert.Equal(StripeNewsKind.OtherForm, Read(Snapshot("invoice.paid", """{"id":"in_1"}"""), thin: true).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"object\":\"event\"}")]
    [InlineData("{\"object\":\"event\",\"id\":\"evt_1\",\"type\":\"invoice.paid\",\"created\":\"now\",\"data\":{\"object\":{\"id\":\"in_1\"}}}")]
    [InlineData("{\"object\":\"event\",\"id\":\"evt 1\",\"type\":\"invoice.paid\",\"created\":1,\"data\":{\"object\":{\"id\":\"in_1\"}}}")]
    [InlineData("{\"object\":\"event\",\"id\":\"evt_1\",\"type\":\"invoice.paid\",\"created\":99999999999999,\"data\":{\"object\":{\"id\":\"in_1\"}}}")]
    [InlineData("{\"object\":\"event\",\"id\":\"evt_1\",\"type\":\"invoice.paid\",\"created\":1,\"data\":7}")]
    [InlineData("{\"object\":\"event\",")]
    public void What_is_no_event_is_malformed(string body) => Assert.Equal(StripeNewsKind.Malformed, Read(body, thin: false).Kind);

    private static string Snapshot(string type, string about) =>
        $$$"""{"id":"evt_1","object":"event","type":"{{{type}}}","created":1795780800,"data":{"object":{{{about}}}}}""";

    private static StripeNews Read(string body, bool thin) => StripeNewsReader.Read(Encoding.UTF8.GetBytes(body), thin);
}
