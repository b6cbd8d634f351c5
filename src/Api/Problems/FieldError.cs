namespace RelayKit.Api.Problems;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Pointer">Where it is: a JSON Pointer (RFC 6901) into the body, or <c>?name</c> for a query parameter.</param>
/// <param name="Detail">What it has to be.</param>
internal sealed record FieldError(string Pointer, string Detail);
