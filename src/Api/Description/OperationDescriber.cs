using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;

namespace RelayKit.Api.Description;

/// <summary>Writes a route's <see cref="RouteDoc"/> into its operation, with every problem that it can answer with.</summary>
internal sealed class OperationDescriber : IOpenApiOperationTransformer
{
    /// <summary>Where a response says which codes it has.</summary>
    public const string CodesExtension = "x-problem-codes";

    /// <summary>Says of an operation that its calls are written into the audit log.</summary>
    public const string AuditedExtension = "x-audited";

    private const string ProblemSchema = "Problem";

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var doc = metadata.OfType<RouteDoc>().Single();
        operation.OperationId = doc.Id;
        operation.Summary = doc.Summary;
        operation.Description = doc.Description;
        var takesIdempotencyKey = metadata.OfType<TakesIdempotencyKey>().Any();
        DescribeParameters(operation, doc, takesIdempotencyKey);
        DescribeBody(operation, doc);
        operation.Responses ??= [];
        foreach (var answer in doc.Answers)
        {
            if (operation.Responses.TryGetValue(answer.Status.ToString(CultureInfo.InvariantCulture), out var response))
            {
                response.Description = answer.Description;
                if (answer.Or is { } other && response.Content?["application/json"] is OpenApiMediaType { Schema: { } usual } media)
                {
                    var alternative = await context.GetOrCreateSchemaAsync(other, null, cancellationToken);
                    ReferToComponents(alternative, other, context.Document!);
                    context.Document!.AddComponent(other.Name, alternative);
                    media.Schema = new OpenApiSchema { AnyOf = [usual, new OpenApiSchemaReference(other.Name, context.Document)] };
                }
                DescribeReplay((OpenApiResponse)response, takesIdempotencyKey);
            }
        }

        if (metadata.OfType<RequiredKey>().LastOrDefault() is { } key)
        {
            // Whoever is signed in may call what a key may.
            operation.Security = [.. (key == RequiredKey.Api ? new[] { key, RequiredKey.Session } : [key]).Select(scheme =>
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme.Scheme, context.Document)] = ScopeDescriber.NamesOf(metadata) })];
        }
        else
        {
            // Anybody: the empty requirement is met by nothing.
            operation.Security = [new OpenApiSecurityRequirement()];
        }

        if (metadata.OfType<Audited>().Any())
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
            operation.Extensions[AuditedExtension] = new JsonNodeExtension(true);
        }

        var schema = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken);
        context.Document!.AddComponent(ProblemSchema, schema);
        foreach (var group in RouteProblems.Of(doc, metadata).GroupBy(static kind => kind.Status).OrderBy(static group => group.Key))
        {
            operation.Responses[group.Key.ToString(CultureInfo.InvariantCulture)] = ToResponse([.. group], context.Document);
        }

        ScopeDescriber.Describe(operation, metadata);
        RateLimitDescriber.Describe(operation, metadata, context.Document);
    }

    /// <summary>A schema that is made by itself has its fields' shapes written out, and of those forgets which may be null: the document has them better.</summary>
    private static void ReferToComponents(OpenApiSchema schema, Type type, OpenApiDocument document)
    {
        foreach (var field in type.GetProperties())
        {
            if (document.Components?.Schemas?.ContainsKey(field.PropertyType.Name) == true)
            {
                schema.Properties![JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name)] = new OpenApiSchemaReference(field.PropertyType.Name, document);
            }
        }
    }

    private static OpenApiResponse ToResponse(IReadOnlyList<ProblemKind> kinds, OpenApiDocument document) => new()
    {
        Description = string.Join("\n\n", kinds.Select(static kind => $"`{kind.Code}`: {kind.Cause}")),
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [ProblemResult.ContentType] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, document) },
        },
        Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
        {
            [CodesExtension] = new JsonNodeExtension(new JsonArray([.. kinds.Select(static kind => (JsonNode)kind.Code)])),
        },
    };

    private static void DescribeParameters(OpenApiOperation operation, RouteDoc doc, bool takesIdempotencyKey)
    {
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>().Where(static p => p.In == ParameterLocation.Path))
        {
            PathParameters.Describe(parameter);
        }

        foreach (var query in doc.Query)
        {
            operation.Parameters.Add(ToParameter(query, ParameterLocation.Query));
        }

        foreach (var header in doc.Headers)
        {
            operation.Parameters.Add(ToParameter(header, ParameterLocation.Header));
        }

        if (takesIdempotencyKey)
        {
            operation.Parameters.Add(ToParameter(IdempotencyKeyHeader, ParameterLocation.Header));
        }
    }

    private static readonly QueryDoc IdempotencyKeyHeader = new(
        IdempotencyKeyText.Header,
        "1 to 255 printable ASCII characters, such as a UUID, as they are or in double quotes. For 24 hours the same key with the same body has one effect and the same answer.");

    private static void DescribeReplay(OpenApiResponse response, bool takesIdempotencyKey)
    {
        if (takesIdempotencyKey)
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            response.Headers[KeptAnswer.ReplayedHeader] = new OpenApiHeader
            {
                Description = "`true` on the answer of an earlier request with the same `Idempotency-Key`; else it is not there.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean },
            };
        }
    }

    private static OpenApiParameter ToParameter(QueryDoc doc, ParameterLocation location) => new()
    {
        Name = doc.Name,
        In = location,
        Description = doc.Description,
        Example = doc.Example is { } example ? JsonValue.Create(example) : null,
        Schema = new OpenApiSchema
        {
            Type = doc.Type switch { "integer" => JsonSchemaType.Integer, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String },
            Format = doc.Format,
            Enum = doc.Words is { } words ? [.. words.Select(static word => (JsonNode)word)] : null,
            Minimum = doc.Least?.ToString(CultureInfo.InvariantCulture),
            Maximum = doc.Most?.ToString(CultureInfo.InvariantCulture),
        },
    };

    private static void DescribeBody(OpenApiOperation operation, RouteDoc doc)
    {
        if (doc.Example is { } example && operation.RequestBody?.Content is { } content)
        {
            foreach (var media in content.Values.OfType<OpenApiMediaType>())
            {
                media.Example = JsonNode.Parse(example);
            }
        }
    }
}
