using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Orleans.Configuration;
using RelayKit.Abuse;
using RelayKit.Api;
using RelayKit.Api.Authentication;
using RelayKit.Api.Forwarding;
using RelayKit.Api.Inbound;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.RequestLogs;
using RelayKit.LiveKit;
using RelayKit.Mail;
using RelayKit.Mail.Resend;
using RelayKit.Mail.Smtp;
using RelayKit.Retention;
using RelayKit.Storage;
using RelayKit.Storage.Ledger;
using SiloOptions = RelayKit.Silo.SiloOptions;

namespace RelayKit.UnitTests.Deploy;

/// <summary>Every setting that deploy/ and README.md name is one that the code reads: a misspelt one would be passed over in silence.</summary>
public sealed partial class SettingsTests
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        ("RelayKit", typeof(OperatorOptions)),
        (SiloOptions.Section, typeof(SiloOptions)),
        (ClusterSection.Name, typeof(ClusterOptions)),
        (AbuseOptions.Section, typeof(AbuseOptions)),
        (LiveKitWebhookOptions.Section, typeof(LiveKitWebhookOptions)),
        (LedgerOptions.Section, typeof(LedgerOptions)),
        (MailOptions.Section, typeof(MailOptions)),
        (ResendOptions.Section, typeof(ResendOptions)),
        (SmtpOptions.Section, typeof(SmtpOptions)),
        (RateLimitOptions.Section, typeof(RateLimitOptions)),
        (RequestLogOptions.Section, typeof(RequestLogOptions)),
        (RetentionOptions.Section, typeof(RetentionOptions)),
        ($"{LiveKitOptions.SectionName}:0", typeof(LiveKitClusterOptions)),
        ($"{LiveKitOptions.SectionName}:0:AdditionalKeys:0", typeof(LiveKitKeyOptions)),
    ];

    /// <summary>Settings that are lists of plain values.</summary>
    private static readonly (string Section, Type Options)[] Lists = [(ProxyOptions.Section, typeof(ProxyOptions))];

    public static TheoryData<string> Keys =>
    [
        .. DeployFiles.All.Select(DeployFiles.Text).SelectMany(text => Key().Matches(text)).Select(match => match.Value).Distinct().Order(),
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_setting_is_read_by_the_code(string key) => Assert.True(IsRead(key), $"Nothing reads {key}.");

    [Theory]
    [InlineData("RelayKit__Silo__MapAPi")]
    [InlineData("RelayKit__Postgress")]
    [InlineData("RelayKit__LiveKit__0__Secret")]
    [InlineData("RelayKit__ForwardedHeaders__KnownProxy__0")]
    public void A_misspelt_setting_would_be_seen(string key) => Assert.False(IsRead(key));

    [Fact]
    public void Every_part_of_deploy_sets_something() => Assert.True(Keys.Count >= 15, "The pattern finds too few settings to be right.");

    [Fact]
    public void Every_switch_of_the_silo_is_in_the_READMEs_table()
    {
        var readme = File.ReadAllText(Path.Combine(DeployFiles.Root, "README.md"));

        Assert.All(
            typeof(SiloOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance),
            property => Assert.Matches($"`(RelayKit__Silo)?__{property.Name}`", readme));
    }

    private static bool IsRead(string key)
    {
        var path = key.Replace("__", ":", StringComparison.Ordinal);
        var (section, name) = (path[..path.LastIndexOf(':')], path[(path.LastIndexOf(':') + 1)..]);
        return Sections.Any(known => known.Section == section && known.Options.GetProperty(name) is { CanWrite: true })
            || IsInList(section, name)
            || path == "RelayKit:Secrets:WrappingKeys:0"
            || ChangesPostgres(path);
    }

    private static bool IsInList(string list, string index) =>
        int.TryParse(index, out _) && Lists.Any(known => list.StartsWith($"{known.Section}:", StringComparison.Ordinal)
            && known.Options.GetProperty(list[(known.Section.Length + 1)..]) is { } property && typeof(IEnumerable<string>).IsAssignableFrom(property.PropertyType));

    private static bool ChangesPostgres(string path) =>
        PostgresOptions.From(Configuration([])) != PostgresOptions.From(Configuration(new() { [path] = "7" }));

    private static IConfiguration Configuration(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build();

    [GeneratedRegex(@"\bRelayKit__\w*[A-Za-z0-9]")]
    private static partial Regex Key();
}
