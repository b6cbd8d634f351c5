using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RelayKit.Mail.Files;
using RelayKit.Mail.Resend;
using RelayKit.Mail.Smtp;
using RelayKit.Outgoing;

namespace RelayKit.Mail;

/// <summary>Registers the way by which mails leave.</summary>
public static class MailServiceCollectionExtensions
{
    /// <summary>
    /// Adds the transport that is configured: Resend where <c>RelayKit:Resend:ApiKey</c> is set, SMTP where <c>RelayKit:Smtp:Host</c> is, else files. The host does
    /// not start, with a message that names the setting, where one is wrong.
    /// </summary>
    public static IServiceCollection AddMailTransport(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        var resend = !string.IsNullOrEmpty(configuration[$"{ResendOptions.Section}:{nameof(ResendOptions.ApiKey)}"]);
        var smtp = !string.IsNullOrEmpty(configuration[$"{SmtpOptions.Section}:{nameof(SmtpOptions.Host)}"]);
        services.AddSingleton<IValidateOptions<MailOptions>>(new MailOptionsValidation(isSent: resend || smtp));
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations()
            .Validate(_ => !(resend && smtp), "RelayKit__Resend__ApiKey and RelayKit__Smtp__Host are both set. Mails go one way: leave one of them out.")
            .ValidateOnStart();
        return resend ? services.AddResend() : smtp ? services.AddSmtp() : services.AddSingleton<IMailTransport, MailDirectory>();
    }

    /// <summary>Adds what is needed to take Resend's webhooks in, whether or not this process sends by it.</summary>
    public static IServiceCollection AddResendOptions(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ResendOptions>, ResendOptionsValidation>());
        services.AddOptions<ResendOptions>().BindConfiguration(ResendOptions.Section).ValidateOnStart();
        return services;
    }

    private static IServiceCollection AddResend(this IServiceCollection services)
    {
        services.AddResendOptions();
        services.AddHttpClient(ResendClient.HttpClientName)
            .ConfigureHttpClient(static (provider, client) =>
            {
                client.Timeout = TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<ResendOptions>>().Value.TimeoutSeconds);
                client.MaxResponseContentBufferSize = ResendClient.MaxAnswerBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(ProviderConnections.CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.AddSingleton(static provider => new ResendClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(ResendClient.HttpClientName),
            provider.GetRequiredService<IOptions<ResendOptions>>().Value));
        services.AddSingleton(static provider => new ResendPace(
            provider.GetRequiredService<IOptions<ResendOptions>>().Value.RequestsPerSecond, provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<IMailTransport, ResendTransport>();
    }

    private static IServiceCollection AddSmtp(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidation>();
        services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.Section).ValidateOnStart();
        return services.AddSingleton<IMailTransport, SmtpTransport>();
    }
}
