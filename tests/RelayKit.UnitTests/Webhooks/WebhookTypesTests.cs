using CsCheck;
using RelayKit.Events;
using RelayKit.Webhooks;

namespace RelayKit.UnitTests.Webhooks;

public sealed class WebhookTypesTests
{
    private static readonly string[] Resources = [.. TenantEventTypes.All.Select(static type => type.Split('.')[0]).Distinct()];

    private static readonly Gen<string> Type = Gen.Int[0, TenantEventTypes.All.Length - 1].Select(static at => TenantEventTypes.All[at]);

    private static readonly Gen<string> Name = Gen.OneOf(Type, Type.Select(static type => type.Split('.')[0] + ".*"), Gen.Const("*"));

    [Fact]
    public void None_named_is_all() => Assert.All(TenantEventTypes.All, static type => Assert.True(WebhookTypes.Admit([], type)));

    [Fact]
    public void Each_name_admits_what_it_says_and_several_admit_what_any_of_them_does() => Name.Array[1, 6].Sample(static names =>
    {
        foreach (var type in TenantEventTypes.All)
        {
            var wanted = names.Any(name => name == "*" || (name.EndsWith(".*", StringComparison.Ordinal) ? type.Split('.')[0] == name.Split('.')[0] : type == name));
            Assert.Equal(wanted, WebhookTypes.Admit([.. names], type));
            Assert.Equal(wanted, names.Any(name => WebhookTypes.Admit([name], type)));
        }
    });

    [Fact]
    public void Every_type_and_every_resource_can_be_named() =>
        Assert.All(TenantEventTypes.All.Concat(Resources.Select(static resource => resource + ".*")).Append("*"), static name => Assert.True(WebhookTypes.IsKnown(name)));

    [Theory]
    [InlineData("")]
    [InlineData("recording")]
    [InlineData("recording.")]
    [InlineData("recording.complete")]
    [InlineData("Recording.*")]
    [InlineData("rec.*")]
    [InlineData(".*")]
    [InlineData("**")]
    [InlineData("*.started")]
    public void What_names_no_event_is_refused(string name) => Assert.False(WebhookTypes.IsKnown(name));
}
