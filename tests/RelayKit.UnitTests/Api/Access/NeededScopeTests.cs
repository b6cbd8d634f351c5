using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.UnitTests.Api.Description;

namespace RelayKit.UnitTests.Api.Access;

/// <summary>Which scope every route of the API needs.</summary>
public sealed class NeededScopeTests
{
    [Fact]
    public async Task Every_route_of_a_tenant_says_which_scope_it_needs()
    {
        var silent = (await TenantRoutesAsync()).Where(route => route.Metadata.GetMetadata<NeededScope>() is null).Select(IdOf);

        Assert.True(!silent.Any(), $"Say what these need, by .Needs(Scope.…): {string.Join(", ", silent)}");
    }

    [Fact]
    public async Task A_look_needs_to_read_and_a_change_to_write()
    {
        var routes = await TenantRoutesAsync();

        Assert.NotEmpty(routes);
        Assert.All(routes, route => Assert.True(
            route.Metadata.GetRequiredMetadata<NeededScope>().Scope.Word().EndsWith(IsLook(route) ? ":read" : ":write", StringComparison.Ordinal), IdOf(route)));
    }

    [Fact]
    public async Task No_other_route_needs_one()
    {
        var others = (await ApiDocument.GetAsync()).Routes.Where(route => route.Metadata.GetMetadata<RequiredKey>() is var key && key != RequiredKey.Api && key != RequiredKey.Session);

        Assert.All(others, route => Assert.Null(route.Metadata.GetMetadata<NeededScope>()));
    }

    [Fact]
    public async Task What_is_done_to_other_accounts_needs_a_scope_and_what_somebody_does_to_their_own_does_not()
    {
        var routes = (await ApiDocument.GetAsync()).Routes.Where(route => route.Metadata.GetMetadata<RequiredKey>() == RequiredKey.Session).ToList();

        Assert.NotEmpty(routes);
        Assert.All(routes, route => Assert.Equal(
            route.RoutePattern.RawText!.Contains("/accounts", StringComparison.Ordinal) || route.RoutePattern.RawText.Contains("/invitations", StringComparison.Ordinal)
                ? IsLook(route) ? Scope.AccountsRead : Scope.AccountsWrite
                : null,
            route.Metadata.GetMetadata<NeededScope>()?.Scope));
    }

    [Fact]
    public void A_route_that_does_not_say_cannot_be_built() =>
        Assert.Throws<InvalidOperationException>(() => NeededScope.Of([RequiredKey.Api]));

    [Theory]
    [InlineData("listRooms", "rooms:read")]
    [InlineData("mintToken", "tokens:write")]
    [InlineData("removeParticipant", "participants:write")]
    [InlineData("setRole", "tenant:write")]
    public async Task The_document_says_it(string id, string scope)
    {
        var operation = (await ApiDocument.GetAsync()).Root["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(found => found.Value!))
            .Single(found => found["operationId"]!.GetValue<string>() == id);

        Assert.Contains($"Needs the scope `{scope}`.", operation["description"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal([scope], operation["security"]![0]!["api_key"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Contains("insufficient_scope", operation["responses"]!["403"]!["x-problem-codes"]!.AsArray().Select(code => code!.GetValue<string>()));
    }

    private static async Task<List<RouteEndpoint>> TenantRoutesAsync() =>
        [.. (await ApiDocument.GetAsync()).Routes.Where(route => route.Metadata.GetMetadata<RequiredKey>() == RequiredKey.Api)];

    /// <summary>A link to a file changes nothing, though it is asked for by POST: it is made anew each time.</summary>
    private static bool IsLook(RouteEndpoint route) => IdOf(route) == "downloadRecording" || route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.All(HttpMethods.IsGet);

    private static string IdOf(RouteEndpoint route) => route.Metadata.GetMetadata<RouteDoc>()?.Id ?? route.RoutePattern.RawText!;
}
