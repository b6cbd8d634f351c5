using System.Net;
using System.Text;
using RelayKit.EndToEndTests.Reference;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Isolation;

/// <summary>A key of one kind opens no route of another: not the operator's with a tenant's, and no tenant's with the operator's.</summary>
[Collection(SharedStackTests.Name)]
public sealed class KeyKindTests(StackFixture stack)
{
    public static TheoryData<string> OperatorOperations =>
        [.. ApiReference.Instance.Operations.Where(static operation => operation.IsOperators).Select(static operation => operation.Id)];

    public static TheoryData<string> TenantOperations => BolaMatrixTests.TenantOperations;

    [Theory]
    [MemberData(nameof(OperatorOperations))]
    public async Task A_tenants_key_opens_no_operators_route_not_even_about_itself(string id)
    {
        var operation = ApiReference.Instance.Operations.Single(found => found.Id == id);
        var neighbour = await Neighbour.OfAsync(stack);
        var asker = await stack.CreateTenantAsync();
        var before = await neighbour.StateAsync();
        foreach (var about in new[] { neighbour.Tenant.Id, asker.Id })
        {
            var answer = await SendAsync(asker.Api, operation, operation.Path.Replace("{tenant}", about, StringComparison.Ordinal));

            answer.Expect(HttpStatusCode.Unauthorized, "invalid_operator_key");
            Assert.Null(neighbour.LeakIn(answer.Body, [about]));
        }

        Assert.Equal(before, await neighbour.StateAsync());
    }

    [Theory]
    [MemberData(nameof(TenantOperations))]
    public async Task The_operators_key_opens_no_tenants_route(string id)
    {
        var operation = ApiReference.Instance.Operations.Single(found => found.Id == id);
        var neighbour = await Neighbour.OfAsync(stack);

        var answer = await SendAsync(stack.Operator, operation, operation.PathWith([.. IdKinds.Path.Select(kind => (kind.Key, kind.Value.Foreign(neighbour)))]));

        answer.Expect(HttpStatusCode.Unauthorized, "invalid_api_key");
        Assert.Null(neighbour.LeakIn(answer.Body, []));
    }

    private static Task<ApiAnswer> SendAsync(ApiClient api, ApiOperation operation, string path)
    {
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), path);
        if (operation.Example is { } json)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return api.SendAsync(request);
    }
}
