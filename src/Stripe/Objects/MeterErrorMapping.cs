using RelayKit.Billing;
using Api = global::Stripe;

namespace RelayKit.Stripe.Objects;

/// <summary>From Stripe's accounts of events that it could not count to RelayKit's words.</summary>
internal static class MeterErrorMapping
{
    /// <summary>Null when the event is about something else.</summary>
    public static ProviderMeterErrors? Map(Api.V2.Core.Event told) => told switch
    {
        Api.Events.V1BillingMeterErrorReportTriggeredEvent report => new(
            report.RelatedObject?.Id,
            report.Data.Reason.ErrorCount,
            [.. report.Data.Reason.ErrorTypes.SelectMany(static type => type.SampleErrors.Select(sample =>
                new ProviderMeterError(sample.Request?.Identifier, type.Code, sample.ErrorMessage)))]),
        Api.Events.V1BillingMeterNoMeterFoundEvent report => new(
            null,
            report.Data.Reason.ErrorCount,
            [.. report.Data.Reason.ErrorTypes.SelectMany(static type => type.SampleErrors.Select(sample =>
                new ProviderMeterError(sample.Request?.Identifier, type.Code, sample.ErrorMessage)))]),
        _ => null,
    };
}
