using RelayKit.Storage.ObjectStorage;

namespace RelayKit.UnitTests.Storage.ObjectStorage;

public sealed class ManagedStorageOptionsTests
{
    [Fact]
    public void None_is_needed() => Assert.True(Validate(new ManagedStorageOptions()).Succeeded);

    [Fact]
    public void A_whole_one_is_taken() => Assert.True(Validate(Whole()).Succeeded);

    [Theory]
    [InlineData("Bucket")]
    [InlineData("Region")]
    [InlineData("Endpoint")]
    [InlineData("AccessKeyId")]
    [InlineData("SecretAccessKey")]
    [InlineData("Prefix")]
    [InlineData("RescuePrefix")]
    [InlineData("RetentionDays")]
    public void A_fault_names_its_key_and_no_secret(string key)
    {
        var options = Whole();
        switch (key)
        {
            case "Bucket": options.Bucket = "No_Bucket"; break;
            case "Region": options.Region = "evil.example"; break;
            case "Endpoint": options.Endpoint = "s3.example.com/path"; break;
            case "AccessKeyId": options.AccessKeyId = " "; break;
            case "SecretAccessKey": options.SecretAccessKey = null; break;
            case "Prefix": options.Prefix = "no-slash"; break;
            case "RescuePrefix": options.RescuePrefix = "recordings/rescue/"; break;
            default: options.RetentionDays = 0; break;
        }

        var result = Validate(options);

        Assert.True(result.Failed);
        Assert.Contains($"RelayKit__ManagedStorage__{key}", Assert.Single(result.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_without_a_bucket_are_a_mistake() => Assert.True(Validate(new ManagedStorageOptions { AccessKeyId = "id" }).Failed);

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(ManagedStorageOptions options) => new ManagedStorageOptionsValidator().Validate(null, options);

    private static ManagedStorageOptions Whole() => new()
    {
        Endpoint = "http://127.0.0.1:9000",
        Bucket = "managed",
        AccessKeyId = "id",
        SecretAccessKey = "hush",
        Prefix = "recordings/",
        RescuePrefix = "rescue/",
        RetentionDays = 30,
    };
}
