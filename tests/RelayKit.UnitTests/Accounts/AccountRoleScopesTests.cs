using RelayKit.Access;
using RelayKit.Accounts;

namespace RelayKit.UnitTests.Accounts;

public sealed class AccountRoleScopesTests
{
    [Fact]
    public void An_owner_may_everything_and_nobody_else_touches_accounts() => Assert.All(Enum.GetValues<AccountRole>(), static role =>
    {
        Assert.Equal(role == AccountRole.Owner, role.Scopes().IsAll);
        Assert.Equal(role == AccountRole.Owner, role.Scopes().Contains(Scope.AccountsWrite));
        Assert.Equal(role == AccountRole.Owner, role.Scopes().Contains(Scope.PrivacyWrite));
        Assert.Equal(role is AccountRole.Owner or AccountRole.Billing, role.Scopes().Contains(Scope.BillingWrite));
    });

    [Fact]
    public void A_reader_changes_nothing() => Assert.All(
        AccountRole.ReadOnly.Scopes().ToList(), static scope => Assert.EndsWith(":read", scope.Word(), StringComparison.Ordinal));

    [Fact]
    public void Whoever_changes_something_sees_it_too() => Assert.All(
        new[] { AccountRole.Developer, AccountRole.Billing },
        static role => Assert.All(
            role.Scopes().ToList().Where(static scope => scope != Scope.TokensWrite && scope.Word().EndsWith(":write", StringComparison.Ordinal)),
            scope => Assert.True(ScopeText.TryParse(scope.Word().Replace(":write", ":read", StringComparison.Ordinal), out var read) && role.Scopes().Contains(read))));

    [Fact]
    public void Every_role_has_a_word_that_reads_back() => Assert.All(
        Enum.GetValues<AccountRole>(), static role => Assert.Equal(role, AccountRoleText.Parse(role.Word())));
}
