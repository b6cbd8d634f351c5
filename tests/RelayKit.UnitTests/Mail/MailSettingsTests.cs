using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RelayKit.Mail;

namespace RelayKit.UnitTests.Mail;

/// <summary>Which way mails go, and what a process says that was told a wrong one.</summary>
public sealed class MailSettingsTests
{
    private const string From = "RelayKit__Mail__From=RelayKit <no-reply@mail.example.com>";

    [Theory]
    [InlineData("files")]
    [InlineData("resend", "RelayKit__Resend__ApiKey=re_1", From)]
    [InlineData("smtp", "RelayKit__Smtp__Host=smtp.example.com", From)]
    public void Mails_go_the_way_that_is_configured(string name, params string[] settings) =>
        Assert.Equal(name, Services(settings).GetRequiredService<IMailTransport>().Name);

    [Theory]
    [InlineData("RelayKit__Mail__From", "RelayKit__Resend__ApiKey=re_1")]
    [InlineData("RelayKit__Mail__From", "RelayKit__Mail__From=nobody")]
    [InlineData("RelayKit__Mail__ReplyTo", "RelayKit__Mail__ReplyTo=nobody")]
    [InlineData("RelayKit__Smtp__Host", "RelayKit__Resend__ApiKey=re_1", "RelayKit__Smtp__Host=smtp.example.com", From)]
    [InlineData("RelayKit__Resend__ApiKey", "RelayKit__Resend__ApiKey=re_1 2", From)]
    [InlineData("RelayKit__Resend__Url", "RelayKit__Resend__ApiKey=re_1", "RelayKit__Resend__Url=http://api.example.com", From)]
    [InlineData("RelayKit__Resend__WebhookSecret", "RelayKit__Resend__ApiKey=re_1", "RelayKit__Resend__WebhookSecret=secret", From)]
    [InlineData("RelayKit__Resend__RequestsPerSecond", "RelayKit__Resend__ApiKey=re_1", "RelayKit__Resend__RequestsPerSecond=0", From)]
    [InlineData("RelayKit__Smtp__Security", "RelayKit__Smtp__Host=smtp.example.com", "RelayKit__Smtp__Security=none", From)]
    [InlineData("RelayKit__Smtp__Security", "RelayKit__Smtp__Host=smtp.example.com", "RelayKit__Smtp__Security=ssl", From)]
    [InlineData("RelayKit__Smtp__Password", "RelayKit__Smtp__Host=smtp.example.com", "RelayKit__Smtp__UserName=ada", From)]
    [InlineData("RelayKit__Smtp__Port", "RelayKit__Smtp__Host=smtp.example.com", "RelayKit__Smtp__Port=0", From)]
    public void A_setting_that_is_wrong_is_told_by_its_name(string name, params string[] settings)
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Services(settings).GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(string[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static setting => setting.Split('=', 2))
            .ToDictionary(static pair => pair[0].Replace("__", ":", StringComparison.Ordinal), static string? (pair) => pair[1])).Build();
        return new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddMailTransport(configuration).BuildServiceProvider();
    }
}
