using System.Text.Json;
using System.Text.Json.Serialization;
using RelayKit.Billing;
using RelayKit.Tenants;

namespace RelayKit.Storage.Billing;

/// <summary>Plans and terms as rows have them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(BillingTerms))]
internal sealed partial class PlanJson : JsonSerializerContext
{
    public static Plan ReadPlan(string json) => JsonSerializer.Deserialize(json, Default.Plan) ?? throw new InvalidDataException("A plan is no null.");

    public static string Write(Plan plan) => JsonSerializer.Serialize(plan, Default.Plan);

    public static BillingTerms? ReadTerms(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.BillingTerms);

    public static string Write(BillingTerms terms) => JsonSerializer.Serialize(terms, Default.BillingTerms);
}
