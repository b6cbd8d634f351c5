using RelayKit.Events;

namespace RelayKit.UnitTests.Events;

public sealed class TenantEventTypesTests
{
    [Fact]
    public void The_list_of_types_has_every_type() => Assert.Equal(
        typeof(TenantEventTypes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
        TenantEventTypes.All.Order(StringComparer.Ordinal));
}
