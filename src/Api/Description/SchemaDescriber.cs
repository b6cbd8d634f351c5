using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Description;

/// <summary>Writes the rules that requests' fields state into their schemas, and leaves answers open for fields to come.</summary>
internal sealed class SchemaDescriber : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is { } property)
        {
            foreach (var rule in RulesOf(property))
            {
                rule.Describe(schema);
            }
        }

        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            if (IsRequest(context.JsonTypeInfo))
            {
                schema.Required = context.JsonTypeInfo.Properties
                    .Where(static field => RulesOf(field).OfType<NeededAttribute>().Any())
                    .Select(static field => field.Name)
                    .ToHashSet(StringComparer.Ordinal);
            }
            else
            {
                schema.AdditionalPropertiesAllowed = true;
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsRequest(JsonTypeInfo type) =>
        type.Type.Name.EndsWith("Request", StringComparison.Ordinal) || type.Properties.Any(static field => RulesOf(field).Any());

    private static IEnumerable<FieldRule> RulesOf(JsonPropertyInfo property) =>
        property.AttributeProvider is MemberInfo member ? member.GetCustomAttributes<FieldRule>() : [];
}
