using RelayKit.Supabase;

namespace RelayKit.UnitTests.Supabase;

public sealed class SupabaseOptionsValidationTests
{
    [Theory]
    [InlineData("https://abcdefgh.supabase.co", "https://abcdefgh.supabase.co/auth/v1/", "https://abcdefgh.supabase.co/auth/v1")]
    [InlineData("https://abcdefgh.supabase.co/", "https://abcdefgh.supabase.co/auth/v1/", "https://abcdefgh.supabase.co/auth/v1")]
    [InlineData("http://127.0.0.1:9999/own", "http://127.0.0.1:9999/own/", "http://127.0.0.1:9999/own")]
    public void The_address_says_where_the_API_is_and_who_issues(string url, string api, string issuer)
    {
        var options = Good();
        options.Url = url;

        Assert.True(Validate(options).Succeeded);
        Assert.Equal(api, options.ApiBase.AbsoluteUri);
        Assert.Equal(issuer, options.ExpectedIssuer);
        options.Issuer = "https://issuer.example";
        Assert.Equal("https://issuer.example", options.ExpectedIssuer);
    }

    [Fact]
    public void What_is_missing_is_named_all_at_once() => Assert.Equal(
        ["RelayKit__Auth__Supabase__Url", "RelayKit__Auth__Supabase__AnonKey", "RelayKit__Auth__Supabase__ServiceRoleKey", "RelayKit__Auth__Supabase__Audience"],
        Validate(new SupabaseOptions { Audience = " " }).Failures!.Select(static failure => failure.Split(' ')[0]));

    [Theory]
    [InlineData("http://abcdefgh.supabase.co")]
    [InlineData("abcdefgh.supabase.co")]
    [InlineData("ftp://abcdefgh.supabase.co")]
    [InlineData("https://user:secret@abcdefgh.supabase.co")]
    [InlineData("https://abcdefgh.supabase.co?key=1")]
    public void An_address_that_keys_must_not_be_sent_to_is_refused(string url)
    {
        var options = Good();
        options.Url = url;

        Assert.StartsWith("RelayKit__Auth__Supabase__Url ", Assert.Single(Validate(options).Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_short_and_a_key_that_was_torn_are_refused_and_never_quoted()
    {
        var options = Good();
        (options.JwtSecret, options.ServiceRoleKey) = ("canary-short", "canary\nkey");

        var failures = Validate(options).Failures!.ToList();

        Assert.Equal(2, failures.Count);
        Assert.Contains(failures, static failure => failure.StartsWith("RelayKit__Auth__Supabase__JwtSecret ", StringComparison.Ordinal));
        Assert.All(failures, static failure => Assert.DoesNotContain("canary", failure, StringComparison.Ordinal));
    }

    private static SupabaseOptions Good() => new() { Url = "https://abcdefgh.supabase.co", AnonKey = "anon", ServiceRoleKey = "service" };

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(SupabaseOptions options) => new SupabaseOptionsValidation().Validate(null, options);
}
