using RelayKit.Api.Problems;

namespace RelayKit.UnitTests.Api.Problems;

/// <summary>What is said of requests with wrong fields.</summary>
public sealed class ProblemMappingTests
{
    private static readonly FieldError Url = new("/url", "has to begin with https://");
    private static readonly FieldError Body = new("", "has to name one thing");

    [Fact]
    public void One_field_is_named_and_what_is_wrong_with_it() => Assert.Equal("/url: has to begin with https://", DetailOf(Url));

    [Fact]
    public void What_is_wrong_with_all_of_it_is_said_of_the_body() => Assert.Equal("The body has to name one thing", DetailOf(Body));

    [Fact]
    public void Several_are_counted() => Assert.Equal("2 fields are wrong; errors names each.", DetailOf(Url, Body));

    private static string? DetailOf(params FieldError[] errors) => ProblemMapping.Invalid(errors).Detail;
}
