using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace RelayKit.Abuse;

/// <summary>When rules about abuse act, and how. Section <c>RelayKit:Abuse</c>.</summary>
public sealed class AbuseOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Abuse";

    /// <summary>Whether the rules act at all. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Join tokens that tenants ask for. Default: 3,000 a minute are never too many.</summary>
    [ValidateObjectMembers]
    public ActivityRuleOptions Mints { get; set; } = new() { LeastPerMinute = 3_000 };

    /// <summary>Rooms that tenants ask for. Default: 300 a minute are never too many.</summary>
    [ValidateObjectMembers]
    public ActivityRuleOptions Rooms { get; set; } = new() { LeastPerMinute = 300 };

    /// <summary>Requests with keys that are none, from one address. Default: 600 in a minute block it for an hour.</summary>
    [ValidateObjectMembers]
    public AddressRuleOptions BadKeys { get; set; } = new() { Most = 600, WindowMinutes = 1, BlockFor = TimeSpan.FromHours(1) };

    /// <summary>Organisations that sign up from one address. Default: 20 in an hour block it for a day.</summary>
    [ValidateObjectMembers]
    public AddressRuleOptions SignUps { get; set; } = new() { Most = 20, WindowMinutes = 60, BlockFor = TimeSpan.FromDays(1) };

    /// <summary>How long a tenant is slowed after the last minute that was too much. Default: 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ErrorMessage = "RelayKit__Abuse__SlowFor has to be from 00:01:00 to 1.00:00:00.")]
    public TimeSpan SlowFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether a tenant that goes on after it was slowed is suspended. Default: true.</summary>
    public bool Suspends { get; set; } = true;

    /// <summary>In how many minutes it has to have been far too much before a tenant is suspended. Default: 5.</summary>
    [Range(1, 60, ErrorMessage = "RelayKit__Abuse__SuspendAfterMinutes has to be from 1 to 60.")]
    public int SuspendAfterMinutes { get; set; } = 5;

    /// <summary>How long the sessions of a tenant that a rule suspends may go on. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "RelayKit__Abuse__SuspensionGrace has to be from 00:00:00 to 1.00:00:00.")]
    public TimeSpan SuspensionGrace { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The figures of a rule about tenants.</summary>
    public ActivityRuleOptions OfTenants(AbuseRule rule) => rule == AbuseRule.Mints ? Mints : Rooms;

    /// <summary>The figures of a rule about addresses.</summary>
    public AddressRuleOptions OfAddresses(AbuseRule rule) => rule == AbuseRule.BadKeys ? BadKeys : SignUps;
}

/// <summary>When a tenant's activity is too much, measured by its own history: the busiest minute of the seven days before.</summary>
public sealed class ActivityRuleOptions
{
    /// <summary>So many in a minute are never too many, whatever the history.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = "RelayKit__Abuse__…__LeastPerMinute has to be from 1 to 1000000000.")]
    public int LeastPerMinute { get; set; }

    /// <summary>So many times the busiest minute slow the tenant. Default: 10.</summary>
    [Range(2, 1_000_000, ErrorMessage = "RelayKit__Abuse__…__SlowFactor has to be from 2 to 1000000.")]
    public int SlowFactor { get; set; } = 10;

    /// <summary>So many times what slows a tenant suspends it, if it goes on for long enough. Default: 5.</summary>
    [Range(1, 1_000_000, ErrorMessage = "RelayKit__Abuse__…__SuspendFactor has to be from 1 to 1000000.")]
    public int SuspendFactor { get; set; } = 5;
}

/// <summary>When an address has done something too often.</summary>
public sealed class AddressRuleOptions
{
    /// <summary>So often in the window is allowed.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = "RelayKit__Abuse__…__Most has to be from 1 to 1000000000.")]
    public int Most { get; set; }

    /// <summary>The window, in minutes.</summary>
    [Range(1, 1_440, ErrorMessage = "RelayKit__Abuse__…__WindowMinutes has to be from 1 to 1440.")]
    public int WindowMinutes { get; set; }

    /// <summary>How long the address is blocked then.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ErrorMessage = "RelayKit__Abuse__…__BlockFor has to be from 00:01:00 to 30.00:00:00.")]
    public TimeSpan BlockFor { get; set; }
}
