using Microsoft.AspNetCore.Http.Metadata;

namespace RelayKit.Api.Description;

/// <summary>Puts what the OpenAPI document says of a route beside the route.</summary>
internal static class RouteDescription
{
    /// <summary>Describes a route. A route without a description is not in the document, and a test fails for it.</summary>
    public static TBuilder Describe<TBuilder>(this TBuilder route, RouteDoc doc)
        where TBuilder : IEndpointConventionBuilder
    {
        route.Add(endpoint =>
        {
            endpoint.Metadata.Add(doc);
            endpoint.Metadata.Add(new EndpointNameMetadata(doc.Id));
            endpoint.Metadata.Add(new TagsAttribute(doc.Tag));
            if (doc.Body is { } body)
            {
                endpoint.Metadata.Add(new AcceptsMetadata(["application/json"], body));
            }

            foreach (var answer in doc.Answers)
            {
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(answer.Status, answer.Body ?? typeof(void), [.. answer.ContentTypes]));
            }
        });
        return route;
    }
}
