using CsCheck;
using RelayKit.Accounts;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Accounts;

public sealed class TeamTests
{
    private static readonly AccountRole[] Roles = Enum.GetValues<AccountRole>();

    private enum Step
    {
        ChangeRole,
        Remove,
        Join,
    }

    [Fact]
    public void However_a_team_changes_it_keeps_an_owner_and_everybody_else_is_as_they_were() =>
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 9], Gen.Int[0, Roles.Length - 1].Select(static i => Roles[i])).List[0, 60].Sample(steps =>
        {
            var team = new Team([NewAccount(AccountRole.Owner)]);
            foreach (var (step, index, role) in steps)
            {
                var target = team.Accounts[index % team.Accounts.Count];
                var before = team;
                team = step switch
                {
                    Step.ChangeRole => Replace(team, target, team.ChangeRole(target.Id, role)),
                    Step.Remove => Without(team, target, team.Remove(target.Id)),
                    _ => new Team([.. team.Accounts, NewAccount(role)]),
                };

                Assert.Contains(team.Accounts, static account => account.Role == AccountRole.Owner);
                Assert.Subset(
                    team.Accounts.ToHashSet(),
                    before.Accounts.Where(account => account.Id != target.Id).ToHashSet());
            }
        });

    [Fact]
    public void Only_the_last_owner_is_held_back()
    {
        var (owner, other) = (NewAccount(AccountRole.Owner), NewAccount(AccountRole.Developer));
        var team = new Team([owner, other]);

        Assert.Equal(ErrorCode.LastOwner, team.ChangeRole(owner.Id, AccountRole.Billing).Error!.Code);
        Assert.Equal(ErrorCode.LastOwner, team.Remove(owner.Id).Error!.Code);
        Assert.True(team.ChangeRole(owner.Id, AccountRole.Owner).IsSuccess);
        Assert.True(team.Remove(other.Id).IsSuccess);

        var two = new Team([owner, other with { Role = AccountRole.Owner }]);
        Assert.True(two.ChangeRole(owner.Id, AccountRole.ReadOnly).IsSuccess);
        Assert.True(two.Remove(owner.Id).IsSuccess);
    }

    [Fact]
    public void Whoever_is_not_in_the_team_is_not_found()
    {
        var team = new Team([NewAccount(AccountRole.Owner)]);
        var stranger = new AccountId(Guid.NewGuid());

        Assert.Equal(ErrorCode.AccountNotFound, team.ChangeRole(stranger, AccountRole.Owner).Error!.Code);
        Assert.Equal(ErrorCode.AccountNotFound, team.Remove(stranger).Error!.Code);
    }

    private static Team Replace(Team team, Account target, Result<Account> changed) => changed.IsSuccess
        ? new Team([.. team.Accounts.Select(account => account.Id == target.Id ? changed.Value : account)])
        : team;

    private static Team Without(Team team, Account target, Result<Account> removed) =>
        removed.IsSuccess ? new Team([.. team.Accounts.Where(account => account.Id != target.Id)]) : team;

    private static Account NewAccount(AccountRole role) => new()
    {
        Id = new AccountId(Guid.NewGuid()),
        Tenant = new TenantId(Guid.NewGuid()),
        Email = EmailAddress.Parse("ada@example.com"),
        Name = "Ada",
        Role = role,
        Provider = "built_in",
        Subject = "ada",
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
